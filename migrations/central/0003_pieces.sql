-- Pieces of evidence that officers ask for again.

-- One asking: some pieces of one request.
CREATE TABLE asking (
    -- The client's idempotency key where that is a UUID, as in `decision`.
    id      TEXT    PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES request (pk) ON DELETE CASCADE,
    rao     INTEGER NOT NULL REFERENCES rao (pk),
    at      TEXT    NOT NULL,
    -- What the officer adds, for colleagues and auditors.
    text    TEXT    NOT NULL
) STRICT;

CREATE INDEX asking_request ON asking (request);

CREATE TABLE asked_piece (
    asking     TEXT NOT NULL REFERENCES asking (id) ON DELETE CASCADE,
    -- Stable name of a domain::kiosk::Piece.
    piece      TEXT NOT NULL,
    -- Code of a domain::decision::PieceReason.
    reason     TEXT NOT NULL,
    -- SHA-256 of the piece that could not be used.
    sha256     TEXT,
    -- When another one came; null until then.
    arrived_at TEXT,
    PRIMARY KEY (asking, piece)
) STRICT;
