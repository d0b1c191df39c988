-- What operators answered to the items of the checklist. Nothing is overwritten;
-- the newest row of a session and item counts.
CREATE TABLE checklist_answers (
    -- Order of the answers.
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Of which session.
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    -- Stable name of a domain::checklist::Item.
    item TEXT NOT NULL,
    -- Stable name of a domain::check::Answer; NULL where it was taken back.
    answer TEXT,
    -- Who answered.
    operator TEXT NOT NULL REFERENCES operators (id),
    -- When, in nanoseconds since 1970-01-01T00:00Z.
    at_ns INTEGER NOT NULL,
    -- On which piece of evidence it was seen, where the operator said so.
    evidence TEXT REFERENCES evidence (id),
    -- Where in it: JSON array of x, y, width and height in pixels of the picture,
    area TEXT,
    -- or milliseconds from the beginning of the recording; all of it without either.
    at_ms INTEGER,
    CHECK (answer IS NOT NULL OR evidence IS NULL),
    CHECK (evidence IS NOT NULL OR (area IS NULL AND at_ms IS NULL)),
    CHECK (area IS NULL OR at_ms IS NULL)
) STRICT;

CREATE INDEX checklist_answers_by_session ON checklist_answers (session, sequence);

-- Questions to registers of lost and stolen documents, with their answers. No
-- row: nobody has asked.
CREATE TABLE register_queries (
    -- Order of the questions.
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- For which session.
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    -- The number of the document that was asked for (domain::register::spelled).
    number TEXT NOT NULL,
    -- The country that issued it.
    country TEXT NOT NULL,
    -- Whether the register lists it.
    listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
    -- Since when, as YYYY-MM-DD, where the register says so.
    reported TEXT CHECK (reported IS NULL OR listed = 1),
    -- As of when the register was, in nanoseconds since 1970-01-01T00:00Z.
    as_of_ns INTEGER,
    -- Who asked.
    operator TEXT NOT NULL REFERENCES operators (id),
    -- When, in nanoseconds since 1970-01-01T00:00Z.
    at_ns INTEGER NOT NULL
) STRICT;

CREATE INDEX register_queries_by_session ON register_queries (session, sequence);
