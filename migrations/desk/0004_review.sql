-- What operators said of single data. Nothing is overwritten; the newest row of
-- a session and field counts.
CREATE TABLE field_reviews (
    -- Order of the reviews.
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Of which session.
    session TEXT NOT NULL REFERENCES sessions (id),
    -- Stable name of a domain::field::Name.
    field TEXT NOT NULL,
    -- not_reviewed, approved, revised or rejected.
    review TEXT NOT NULL,
    -- The confirmed value, where there is one.
    value TEXT,
    -- Who said so.
    operator TEXT NOT NULL REFERENCES operators (id),
    -- When, in nanoseconds since 1970-01-01T00:00Z.
    at_ns INTEGER NOT NULL,
    CHECK ((review IN ('approved', 'revised')) = (value IS NOT NULL))
) STRICT;

CREATE INDEX field_reviews_by_session ON field_reviews (session, sequence);

-- Notes of operators for their colleagues.
CREATE TABLE notes (
    -- Order of the notes.
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- On which session.
    session TEXT NOT NULL REFERENCES sessions (id),
    -- Who wrote it.
    operator TEXT NOT NULL REFERENCES operators (id),
    -- When, in nanoseconds since 1970-01-01T00:00Z.
    at_ns INTEGER NOT NULL,
    -- The note.
    text TEXT NOT NULL
) STRICT;

CREATE INDEX notes_by_session ON notes (session, sequence);
