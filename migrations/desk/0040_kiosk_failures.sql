-- Sessions that ended early at this kiosk, until the central API knows. Nothing
-- personal: a session is wiped, and only its code is told.
CREATE TABLE kiosk_failures (
    -- domain::id::SessionId, hyphenated, lower case.
    session TEXT NOT NULL PRIMARY KEY,
    -- The request at the central API.
    central_key INTEGER NOT NULL,
    -- Why it ended, such as InactiveUser.Aborted.
    code TEXT NOT NULL,
    -- Not before this instant, in nanoseconds since 1970-01-01T00:00Z.
    not_before_ns INTEGER NOT NULL,
    -- How many attempts failed.
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0)
) STRICT;
