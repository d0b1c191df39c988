-- Operators: the accounts on this desk. Credentials of the central API (PIN,
-- password) are never kept here or anywhere else.
CREATE TABLE operators (
    -- domain::id::OperatorId, hyphenated, lower case.
    id TEXT NOT NULL PRIMARY KEY,
    -- The name typed at sign-in: trimmed, lower case.
    user_name TEXT NOT NULL UNIQUE,
    -- The name shown to colleagues and printed on declarations.
    display_name TEXT NOT NULL,
    -- Stable name of a domain::operator::Role.
    role TEXT NOT NULL,
    -- The operator's record at the central API (rao_id).
    rao_id TEXT NOT NULL,
    -- The operator's user name at the central API.
    rao_user_name TEXT NOT NULL,
    -- argon2id hash of the password, in PHC string format with its parameters.
    password_hash TEXT NOT NULL,
    -- When the account was made, in nanoseconds since 1970-01-01T00:00Z.
    created_ns INTEGER NOT NULL
) STRICT;

-- Failed sign-ins since the last good one, by the name that was typed, whether
-- or not an account has it: known and unknown names behave alike.
CREATE TABLE sign_in_failures (
    -- SHA-256 of the name as typed (trimmed, lower case): people type their
    -- password into the wrong field.
    user_name_digest BLOB NOT NULL PRIMARY KEY CHECK (length(user_name_digest) = 32),
    -- How many in a row.
    failures INTEGER NOT NULL CHECK (failures > 0),
    -- The newest one, in nanoseconds since 1970-01-01T00:00Z.
    latest_ns INTEGER NOT NULL,
    -- No attempt is looked at before this instant, in the same unit.
    not_before_ns INTEGER NOT NULL
) STRICT;

-- Settings of this desk, by their stable key.
CREATE TABLE settings (
    -- Dotted, lower case.
    key TEXT NOT NULL PRIMARY KEY,
    -- As the setting's owner writes it.
    value TEXT NOT NULL
) STRICT;
