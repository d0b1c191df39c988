-- Sessions (cases), as they were taken in from the central API.
CREATE TABLE sessions (
    -- domain::id::SessionId, hyphenated, lower case; sorts by time of intake.
    id TEXT NOT NULL PRIMARY KEY,
    -- Primary key of the request at the central API: one session for each.
    central_key INTEGER NOT NULL UNIQUE,
    -- Identifier of the video at the central API, if it has one.
    video_identifier TEXT,
    -- Id of the request on the Openapi face, if it came that way.
    external_reference TEXT,
    -- When the request was made at the central API, in nanoseconds since
    -- 1970-01-01T00:00Z; the queue waits in this order.
    created_ns INTEGER NOT NULL,
    -- When it was taken in here, in the same unit.
    received_ns INTEGER NOT NULL,
    -- Stable name of a domain::assessment::ProcessType.
    process TEXT NOT NULL,
    -- Stable name of a domain::session::State; a status that the application
    -- does not know stands here as it came, after a question mark.
    state TEXT NOT NULL,
    -- Since when it is in this state, in nanoseconds since 1970-01-01T00:00Z.
    state_ns INTEGER NOT NULL,
    -- The operator who has claimed it; NULL while nobody has.
    claimed_by TEXT REFERENCES operators (id),
    -- Since when, in nanoseconds since 1970-01-01T00:00Z.
    claimed_ns INTEGER,
    -- Declared values: JSON array of {field, value}.
    declared TEXT NOT NULL,
    -- What the capture read: JSON array of {field, source, value}.
    captured TEXT NOT NULL,
    -- What the capture answered to checks: JSON array of {check, passed}.
    reported_checks TEXT NOT NULL,
    -- The similarity the capture reported, as it came.
    reported_similarity TEXT,
    -- Evidence that could not be taken in: JSON array of {evidence, code}.
    problems TEXT NOT NULL,
    -- Everything a search looks through, in capital Latin letters without accents.
    search TEXT NOT NULL,
    -- Key under which this session's evidence files are sealed. It stands
    -- nowhere else: deleting the row shreds the files.
    evidence_key BLOB NOT NULL CHECK (length(evidence_key) = 32),
    -- Grows by one with every change of state or claim.
    version INTEGER NOT NULL,
    CHECK ((claimed_by IS NULL) = (claimed_ns IS NULL))
) STRICT;

CREATE INDEX sessions_by_state ON sessions (state, created_ns);
CREATE INDEX sessions_by_claim ON sessions (claimed_by);

-- Evidence: a row vouches for the file evidence/<id>.sealed, which was written
-- and synced before it.
CREATE TABLE evidence (
    -- domain::id::EvidenceId, hyphenated, lower case; also names the file.
    id TEXT NOT NULL PRIMARY KEY,
    -- Whose it is.
    session TEXT NOT NULL REFERENCES sessions (id),
    -- Stable name of a domain::evidence::Kind.
    kind TEXT NOT NULL,
    -- MIME type found from the first bytes.
    mime TEXT NOT NULL,
    -- Size before sealing, in bytes.
    size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
    -- SHA-256 before sealing.
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    -- When it was kept, in nanoseconds since 1970-01-01T00:00Z.
    kept_ns INTEGER NOT NULL,
    -- When a newer piece of the same kind took its place; NULL for the one
    -- that counts.
    superseded_ns INTEGER,
    -- Serial number, for a declaration that has one.
    serial TEXT,
    -- Text of the declaration, where it came as text.
    text TEXT
) STRICT;

CREATE UNIQUE INDEX evidence_that_counts ON evidence (session, kind)
    WHERE superseded_ns IS NULL;
CREATE INDEX evidence_by_session ON evidence (session);

-- What the engine said. Every run is kept; the newest counts.
CREATE TABLE assessments (
    -- Order of the runs.
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Of which session.
    session TEXT NOT NULL REFERENCES sessions (id),
    -- When, in nanoseconds since 1970-01-01T00:00Z.
    at_ns INTEGER NOT NULL,
    -- Stable name of a domain::assessment::Status, once more, for lists.
    status TEXT NOT NULL,
    -- The whole assessment as JSON (store::record::assessment).
    body TEXT NOT NULL
) STRICT;

CREATE INDEX assessments_by_session ON assessments (session, sequence);
