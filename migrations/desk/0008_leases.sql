-- A claim is a lease: it ends by itself when its desk gives no sign of life.
-- Claims of before had no end; the operators take them again.
UPDATE sessions SET claimed_by = NULL, claimed_ns = NULL WHERE claimed_by IS NOT NULL;
-- domain::id::LeaseId of the claim; NULL while there is none.
ALTER TABLE sessions ADD COLUMN lease TEXT;
-- Until when it holds, in nanoseconds since 1970-01-01T00:00Z.
ALTER TABLE sessions ADD COLUMN lease_until_ns INTEGER;

CREATE INDEX sessions_by_lease ON sessions (lease_until_ns) WHERE lease_until_ns IS NOT NULL;

-- Under which lease and on which version of the session a decision was made;
-- NULL for those of before there were leases.
ALTER TABLE decisions ADD COLUMN lease TEXT;
ALTER TABLE decisions ADD COLUMN version INTEGER;

-- What an operator has begun on a session and not said yet. It needs no lease,
-- so that a lost one loses nothing.
CREATE TABLE drafts (
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    -- Whose it is.
    operator TEXT NOT NULL REFERENCES operators (id),
    -- The note that was begun.
    note TEXT NOT NULL,
    -- When, in nanoseconds since 1970-01-01T00:00Z.
    at_ns INTEGER NOT NULL,
    PRIMARY KEY (session, operator)
) STRICT;
