-- The central API: officers, requests, evidence, answers to repeat, callbacks.
-- Instants are RFC 3339 texts in UTC; `state` is the stable name of domain::session::State.

CREATE TABLE registration_authority (
    pk   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE rao (
    pk                           INTEGER PRIMARY KEY,
    user_name                    TEXT    NOT NULL UNIQUE,
    given_name                   TEXT    NOT NULL,
    surname_1                    TEXT    NOT NULL,
    id_document_number           TEXT    NOT NULL,
    is_identificator             INTEGER NOT NULL,
    registration_authority       INTEGER NOT NULL REFERENCES registration_authority (pk),
    -- argon2id, PHC strings.
    password_hash                TEXT    NOT NULL,
    pin_hash                     TEXT    NOT NULL,
    failed_attempts              INTEGER NOT NULL DEFAULT 0,
    locked_until                 TEXT
) STRICT;

CREATE TABLE scratchcard (
    pk                     INTEGER PRIMARY KEY,
    sn                     TEXT    NOT NULL UNIQUE,
    registration_authority INTEGER NOT NULL REFERENCES registration_authority (pk),
    erc                    TEXT    NOT NULL,
    enrollment_code        TEXT    NOT NULL,
    pin                    TEXT    NOT NULL,
    puk                    TEXT    NOT NULL,
    used_at                TEXT
) STRICT;

CREATE INDEX scratchcard_unused ON scratchcard (registration_authority, pk) WHERE used_at IS NULL;

CREATE TABLE request (
    pk                     INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The id of the Openapi session, or what the creator of the request gave.
    external_reference     TEXT    UNIQUE,
    scratchcard            TEXT    NOT NULL UNIQUE REFERENCES scratchcard (sn),
    registration_authority INTEGER NOT NULL REFERENCES registration_authority (pk),
    profile                TEXT    NOT NULL,
    state                  TEXT    NOT NULL,
    created_at             TEXT    NOT NULL,
    updated_at             TEXT    NOT NULL,
    -- Approved or refused.
    decided_at             TEXT,
    -- JSON object: what was declared, by the vendor's field names.
    declared               TEXT    NOT NULL,
    identification_rao     INTEGER REFERENCES rao (pk),
    refusal_reason         TEXT,
    video_pk               INTEGER NOT NULL UNIQUE,
    video_identifier       TEXT    NOT NULL UNIQUE,
    -- SHA-256 of the evidence JSON as it came, to tell a repetition.
    upload_sha256          TEXT,
    -- JSON objects, as uploaded.
    acceptance             TEXT,
    ocr_data               TEXT,
    security_checks        TEXT,
    -- domain::similarity::Level, and 0 to 100 where a number was sent.
    similarity_level       TEXT,
    similarity_score       INTEGER,
    -- The declaration, and who drew up declaration and contract.
    receipt_serial         TEXT,
    receipt_by             INTEGER REFERENCES rao (pk),
    contract_by            INTEGER REFERENCES rao (pk)
) STRICT;

CREATE INDEX request_state ON request (state, pk);

-- What officers decided. The id is the client's idempotency key where that is
-- a UUID, so that desk and server speak of a decision by one name.
CREATE TABLE decision (
    id      TEXT    PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES request (pk) ON DELETE CASCADE,
    -- validate, refuse or approve
    outcome TEXT    NOT NULL,
    rao     INTEGER NOT NULL REFERENCES rao (pk),
    at      TEXT    NOT NULL,
    UNIQUE (request, outcome)
) STRICT;

-- Append-only, hash-chained (domain::audit). No personal data: it outlives
-- erasure. `session` is the video_identifier of the request.
CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    event    TEXT NOT NULL,
    session  TEXT,
    detail   TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest   TEXT NOT NULL
) STRICT;

CREATE INDEX audit_session ON audit (session, sequence);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- A row vouches for a file in the evidence folder: the file is there first.
CREATE TABLE evidence (
    request   INTEGER NOT NULL REFERENCES request (pk) ON DELETE CASCADE,
    kind      TEXT    NOT NULL,
    sha256    TEXT    NOT NULL,
    bytes     INTEGER NOT NULL,
    media     TEXT    NOT NULL,
    stored_at TEXT    NOT NULL,
    PRIMARY KEY (request, kind)
) STRICT;

CREATE INDEX evidence_file ON evidence (sha256);

-- A session of the Openapi face; its request holds the state.
CREATE TABLE partner_session (
    id      TEXT    PRIMARY KEY,
    request INTEGER NOT NULL UNIQUE REFERENCES request (pk) ON DELETE CASCADE,
    mode    TEXT    NOT NULL,
    owner   TEXT    NOT NULL,
    -- The accepted body, JSON.
    body    TEXT    NOT NULL
) STRICT;

CREATE TABLE answered (
    idempotency_key TEXT    PRIMARY KEY,
    operation       TEXT    NOT NULL,
    request         INTEGER REFERENCES request (pk) ON DELETE CASCADE,
    -- SHA-256 of operation, request and body without password and PIN.
    asked_sha256    TEXT    NOT NULL,
    answer          TEXT    NOT NULL,
    answered_at     TEXT    NOT NULL
) STRICT;

CREATE TABLE callback (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    session      TEXT    NOT NULL REFERENCES partner_session (id) ON DELETE CASCADE,
    payload      TEXT    NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    -- Milliseconds since 1970.
    due_at       INTEGER NOT NULL,
    delivered_at TEXT,
    abandoned_at TEXT
) STRICT;

CREATE INDEX callback_waiting ON callback (session, sequence)
    WHERE delivered_at IS NULL AND abandoned_at IS NULL;
