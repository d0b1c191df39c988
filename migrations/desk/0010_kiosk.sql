-- Sessions that customers capture at this kiosk: the one under way, and those
-- on their way to the central API. A session that has arrived, or was wiped,
-- has no row: what remains of it is in the audit log.
CREATE TABLE kiosk_sessions (
    -- domain::id::SessionId, hyphenated, lower case.
    id TEXT NOT NULL PRIMARY KEY,
    -- open: being captured. submitted: handed over to kiosk_steps.
    status TEXT NOT NULL CHECK (status IN ('open', 'submitted')),
    -- When it was begun, in nanoseconds since 1970-01-01T00:00Z.
    begun_ns INTEGER NOT NULL,
    -- When the customer last did something, in the same unit.
    touched_ns INTEGER NOT NULL,
    -- The request at the central API; NULL while it is to be made.
    central_key INTEGER,
    -- Where its evidence goes there.
    video_pk INTEGER,
    -- Where its video goes there.
    video_identifier TEXT,
    -- The id under which the request is made, kept across every attempt.
    creation TEXT NOT NULL,
    -- Declared values: JSON array of {field, value}.
    declared TEXT NOT NULL,
    -- What is required and what is settled: JSON (store::row::kiosk).
    body TEXT NOT NULL,
    -- What the engine read: JSON array of {field, source, value}; NULL while
    -- the session is open.
    captured TEXT,
    -- What was checked: JSON array of {check, passed}.
    reported_checks TEXT,
    -- How alike the faces are, 0 to 100; NULL where they could not be compared.
    similarity INTEGER CHECK (similarity BETWEEN 0 AND 100),
    -- Key under which the files of this session are sealed. It stands nowhere
    -- else: deleting the row shreds them.
    evidence_key BLOB NOT NULL CHECK (length(evidence_key) = 32),
    CHECK ((central_key IS NULL) = (video_pk IS NULL)),
    CHECK ((central_key IS NULL) = (video_identifier IS NULL)),
    CHECK ((status = 'open') = (captured IS NULL)),
    CHECK ((captured IS NULL) = (reported_checks IS NULL))
) STRICT;

-- There is one customer at a kiosk.
CREATE UNIQUE INDEX kiosk_session_under_way ON kiosk_sessions (status) WHERE status = 'open';

-- What was captured: a row vouches for the file kiosk/<id>.sealed, which was
-- written and synced before it.
CREATE TABLE kiosk_pieces (
    -- domain::id::EvidenceId, hyphenated, lower case; also names the file.
    id TEXT NOT NULL PRIMARY KEY,
    -- Whose it is.
    session TEXT NOT NULL REFERENCES kiosk_sessions (id),
    -- Stable name of a domain::kiosk::Piece.
    piece TEXT NOT NULL,
    -- still: a picture. film: a recording.
    part TEXT NOT NULL CHECK (part IN ('still', 'film')),
    -- Size before sealing, in bytes.
    size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
    -- SHA-256 before sealing.
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    UNIQUE (session, piece, part)
) STRICT;

-- Recordings under way: kiosk/<id>.draft grows while the camera runs. The row
-- comes first, so that the file is never without the key that opens it.
CREATE TABLE kiosk_drafts (
    -- domain::id::EvidenceId, hyphenated, lower case; also names the file.
    id TEXT NOT NULL PRIMARY KEY,
    -- Whose it is.
    session TEXT NOT NULL REFERENCES kiosk_sessions (id),
    -- Stable name of a domain::kiosk::Piece.
    piece TEXT NOT NULL
) STRICT;

CREATE INDEX kiosk_drafts_by_session ON kiosk_drafts (session);

-- The way of submitted sessions to the central API, step by step. All steps of
-- a session are written in the transaction that submits it.
CREATE TABLE kiosk_steps (
    -- Whose it is.
    session TEXT NOT NULL REFERENCES kiosk_sessions (id),
    -- Order of the steps of one session.
    position INTEGER NOT NULL,
    -- create: the request is made. evidence: pictures and readings are sent.
    -- video: the recording is sent.
    step TEXT NOT NULL CHECK (step IN ('create', 'evidence', 'video')),
    -- waiting: to be done when its time has come. sending: under way; after a
    -- crash it may have taken effect or not. done. refused: turned down for good.
    status TEXT NOT NULL CHECK (status IN ('waiting', 'sending', 'done', 'refused')),
    -- While waiting: not before this instant, in nanoseconds since
    -- 1970-01-01T00:00Z.
    not_before_ns INTEGER NOT NULL,
    -- How many attempts were begun.
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    -- Stable code of the newest failure, or of the refusal.
    code TEXT,
    PRIMARY KEY (session, position),
    CHECK (status <> 'refused' OR code IS NOT NULL)
) STRICT;

CREATE INDEX kiosk_steps_by_status ON kiosk_steps (status, not_before_ns);
