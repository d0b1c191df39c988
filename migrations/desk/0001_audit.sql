-- The audit log: append-only, each entry chained to the one before it by
-- SHA-256 (domain::audit::Entry::digest says over what). It carries codes and
-- ids and no personal data, because it outlives the erasure of a session.
CREATE TABLE audit (
    -- Place in the chain, from 1, without gaps.
    sequence INTEGER NOT NULL PRIMARY KEY,
    -- When: RFC 3339 in UTC, as a text because the digest is taken over it.
    at TEXT NOT NULL,
    -- Who: an operator's id, or "application".
    actor TEXT NOT NULL,
    -- What: the stable name of a domain::audit::Event.
    event TEXT NOT NULL,
    -- On which session, if on one. No foreign key: entries outlive sessions.
    session TEXT,
    -- The particulars: a JSON text of codes and ids.
    detail TEXT NOT NULL,
    -- Digest of the entry before this one; 32 zero bytes for the first.
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    -- Digest of this entry.
    digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

CREATE INDEX audit_by_session ON audit (session, sequence);

-- The newest entry, once more: entries cut off the end of the log leave a
-- chain that holds, and only this row tells that it ends too early.
CREATE TABLE audit_head (
    -- There is one row.
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    -- Sequence number of the newest entry, 0 while there is none.
    sequence INTEGER NOT NULL,
    -- Digest of the newest entry; 32 zero bytes while there is none.
    digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

INSERT INTO audit_head (only, sequence, digest) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- Also keeps INSERT OR REPLACE from overwriting an entry: it deletes without
-- firing the trigger above.
CREATE TRIGGER audit_only_grows BEFORE INSERT ON audit
WHEN NEW.sequence <> (SELECT sequence + 1 FROM audit_head)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_head_follows AFTER INSERT ON audit
BEGIN
    UPDATE audit_head SET sequence = NEW.sequence, digest = NEW.digest;
END;
