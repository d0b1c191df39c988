-- The clock of a session: operators are awaited since then, in nanoseconds
-- since 1970-01-01T00:00Z.
ALTER TABLE sessions ADD COLUMN awaited_ns INTEGER NOT NULL DEFAULT 0;
-- Until when an operator should have decided, in the same unit. It follows from
-- awaited_ns, the opening hours and the deadline, and is reckoned again when
-- those change; the same as awaited_ns until it was reckoned first.
ALTER TABLE sessions ADD COLUMN due_ns INTEGER NOT NULL DEFAULT 0;
-- Since when it is on hold, in the same unit; NULL while it is not.
ALTER TABLE sessions ADD COLUMN held_ns INTEGER;

UPDATE sessions SET awaited_ns = received_ns, due_ns = received_ns;

CREATE INDEX sessions_unreckoned ON sessions (id) WHERE due_ns = awaited_ns;

-- What the lists of sessions show, sort and search by, in narrow rows: the rows
-- of sessions are too wide to read two hundred thousand of them. Triggers make
-- it follow; nothing else writes here.
CREATE TABLE queue (
    -- Order of the intake.
    sequence INTEGER NOT NULL PRIMARY KEY,
    session TEXT NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
    central_key INTEGER NOT NULL,
    -- As declared, or else as captured.
    surname TEXT,
    given_name TEXT,
    tax_code TEXT,
    document_number TEXT,
    -- The columns of sessions.
    created_ns INTEGER NOT NULL,
    received_ns INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_ns INTEGER NOT NULL,
    held_ns INTEGER,
    due_ns INTEGER NOT NULL,
    claimed_by TEXT,
    claimed_ns INTEGER,
    version INTEGER NOT NULL,
    -- How many pieces of evidence could not be taken in.
    problems INTEGER NOT NULL,
    search TEXT NOT NULL,
    -- Of the assessment that counts: stable name of its status; NULL while there
    -- is none.
    verdict TEXT,
    -- Distance of the faces, where they could be compared.
    distance REAL,
    -- Checks answered no, and checks that could not be answered.
    no INTEGER NOT NULL DEFAULT 0,
    not_assessable INTEGER NOT NULL DEFAULT 0,
    -- Kind of the document, as read.
    document_type TEXT,
    -- Stable name of the domain::queue::Group.
    list TEXT NOT NULL GENERATED ALWAYS AS (CASE
        WHEN state IN ('waiting_for_review', 'validated') AND held_ns IS NOT NULL THEN 'on_hold'
        WHEN state = 'waiting_for_review' THEN 'needs_operator'
        WHEN state = 'validated' THEN 'second_step'
        WHEN state IN ('capturing', 'incomplete', 'capture_failed') THEN 'awaiting_customer'
        WHEN state = 'refused' THEN 'refused'
        WHEN state IN ('approved', 'cancelled') THEN 'done'
        ELSE 'unknown' END) VIRTUAL,
    -- 1 until the session is at its end.
    open INTEGER NOT NULL GENERATED ALWAYS AS
        (state NOT IN ('refused', 'approved', 'cancelled')) VIRTUAL
) STRICT;

CREATE INDEX queue_by_due ON queue (open, due_ns, created_ns, sequence);
CREATE INDEX queue_by_list ON queue (list, due_ns, created_ns, sequence);
CREATE INDEX queue_by_end ON queue (list, state_ns, sequence);
CREATE INDEX queue_by_owner ON queue (claimed_by, open, due_ns, created_ns, sequence);
CREATE INDEX queue_by_owner_and_list ON queue (claimed_by, list, due_ns, created_ns, sequence);
CREATE INDEX queue_by_owner_and_end ON queue (claimed_by, list, state_ns, sequence);
CREATE INDEX queue_unassessed ON queue (created_ns, sequence)
    WHERE verdict IS NULL AND state IN ('waiting_for_review', 'validated');

-- Three letters in a row, anywhere in queue.search.
CREATE VIRTUAL TABLE queue_search USING fts5 (
    search, content = 'queue', content_rowid = 'sequence',
    tokenize = 'trigram case_sensitive 1', detail = full
);

-- How many sessions each operator has in each list; no operator is ''.
CREATE TABLE queue_counts (
    claimed_by TEXT NOT NULL,
    list TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (claimed_by, list)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER queue_counts_one_more AFTER INSERT ON queue
BEGIN
    INSERT INTO queue_counts VALUES (COALESCE(NEW.claimed_by, ''), NEW.list, 1)
        ON CONFLICT DO UPDATE SET number = number + 1;
    INSERT INTO queue_search (rowid, search) VALUES (NEW.sequence, NEW.search);
END;

CREATE TRIGGER queue_counts_one_less AFTER DELETE ON queue
BEGIN
    UPDATE queue_counts SET number = number - 1
        WHERE claimed_by = COALESCE(OLD.claimed_by, '') AND list = OLD.list;
    INSERT INTO queue_search (queue_search, rowid, search)
        VALUES ('delete', OLD.sequence, OLD.search);
END;

CREATE TRIGGER queue_counts_moved AFTER UPDATE OF state, held_ns, claimed_by ON queue
WHEN OLD.list <> NEW.list OR OLD.claimed_by IS NOT NEW.claimed_by
BEGIN
    UPDATE queue_counts SET number = number - 1
        WHERE claimed_by = COALESCE(OLD.claimed_by, '') AND list = OLD.list;
    INSERT INTO queue_counts VALUES (COALESCE(NEW.claimed_by, ''), NEW.list, 1)
        ON CONFLICT DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER queue_search_follows AFTER UPDATE OF search ON queue
BEGIN
    INSERT INTO queue_search (queue_search, rowid, search)
        VALUES ('delete', OLD.sequence, OLD.search);
    INSERT INTO queue_search (rowid, search) VALUES (NEW.sequence, NEW.search);
END;

-- What of a session stands in its row of the queue, without the assessment.
CREATE VIEW queue_source AS
SELECT
    s.id AS session, s.central_key,
    COALESCE(
        (SELECT value ->> '$.value' FROM json_each(s.declared) WHERE value ->> '$.field' = 'surname'),
        (SELECT value ->> '$.value' FROM json_each(s.captured) WHERE value ->> '$.field' = 'surname')
    ) AS surname,
    COALESCE(
        (SELECT value ->> '$.value' FROM json_each(s.declared) WHERE value ->> '$.field' = 'given_name'),
        (SELECT value ->> '$.value' FROM json_each(s.captured) WHERE value ->> '$.field' = 'given_name')
    ) AS given_name,
    COALESCE(
        (SELECT value ->> '$.value' FROM json_each(s.declared) WHERE value ->> '$.field' = 'tax_code'),
        (SELECT value ->> '$.value' FROM json_each(s.captured) WHERE value ->> '$.field' = 'tax_code')
    ) AS tax_code,
    COALESCE(
        (SELECT value ->> '$.value' FROM json_each(s.declared) WHERE value ->> '$.field' = 'document_number'),
        (SELECT value ->> '$.value' FROM json_each(s.captured) WHERE value ->> '$.field' = 'document_number')
    ) AS document_number,
    s.created_ns, s.received_ns, s.state, s.state_ns, s.held_ns, s.due_ns,
    s.claimed_by, s.claimed_ns, s.version,
    json_array_length(s.problems) AS problems, s.search
FROM sessions s;

-- What of an assessment stands in the row of its session.
CREATE VIEW queue_assessed AS
SELECT
    a.sequence, a.session, a.status AS verdict,
    CAST(a.body ->> '$.face.distance' AS REAL) AS distance,
    (SELECT COUNT(*) FROM json_each(a.body, '$.findings')
        WHERE value ->> '$.answer' = 'no'
        AND value ->> '$.reason.code' <> 'not_requested') AS no,
    (SELECT COUNT(*) FROM json_each(a.body, '$.findings')
        WHERE value ->> '$.answer' = 'not_assessable'
        AND value ->> '$.reason.code' <> 'not_requested') AS not_assessable,
    (SELECT value ->> '$.value' FROM json_each(a.body, '$.readings')
        WHERE value ->> '$.field' = 'document_type') AS document_type
FROM assessments a;

CREATE TRIGGER queue_takes_in AFTER INSERT ON sessions
BEGIN
    INSERT INTO queue (session, central_key, surname, given_name, tax_code, document_number,
        created_ns, received_ns, state, state_ns, held_ns, due_ns, claimed_by, claimed_ns,
        version, problems, search)
    SELECT * FROM queue_source WHERE session = NEW.id;
END;

CREATE TRIGGER queue_follows_standing
AFTER UPDATE OF state, state_ns, held_ns, due_ns, claimed_by, claimed_ns, version ON sessions
BEGIN
    UPDATE queue SET state = NEW.state, state_ns = NEW.state_ns, held_ns = NEW.held_ns,
        due_ns = NEW.due_ns, claimed_by = NEW.claimed_by, claimed_ns = NEW.claimed_ns,
        version = NEW.version
    WHERE session = NEW.id;
END;

CREATE TRIGGER queue_follows_contents
AFTER UPDATE OF declared, captured, problems, search, created_ns ON sessions
BEGIN
    UPDATE queue SET (surname, given_name, tax_code, document_number, created_ns, problems, search) =
        (SELECT surname, given_name, tax_code, document_number, created_ns, problems, search
            FROM queue_source WHERE session = NEW.id)
    WHERE session = NEW.id;
END;

CREATE TRIGGER queue_forgets_outdated AFTER UPDATE OF outdated_assessments ON sessions
BEGIN
    UPDATE queue SET verdict = NULL, distance = NULL, no = 0, not_assessable = 0,
        document_type = NULL
    WHERE session = NEW.id;
END;

CREATE TRIGGER queue_follows_assessment AFTER INSERT ON assessments
BEGIN
    UPDATE queue SET (verdict, distance, no, not_assessable, document_type) =
        (SELECT verdict, distance, no, not_assessable, document_type
            FROM queue_assessed WHERE sequence = NEW.sequence)
    WHERE session = NEW.session;
END;

INSERT INTO queue (session, central_key, surname, given_name, tax_code, document_number,
    created_ns, received_ns, state, state_ns, held_ns, due_ns, claimed_by, claimed_ns,
    version, problems, search)
SELECT * FROM queue_source ORDER BY received_ns, session;

UPDATE queue SET (verdict, distance, no, not_assessable, document_type) =
    (SELECT verdict, distance, no, not_assessable, document_type FROM queue_assessed
        WHERE sequence = (SELECT MAX(a.sequence) FROM assessments a JOIN sessions s ON s.id = a.session
            WHERE s.id = queue.session AND a.sequence > s.outdated_assessments))
WHERE EXISTS (SELECT 1 FROM assessments a JOIN sessions s ON s.id = a.session
    WHERE s.id = queue.session AND a.sequence > s.outdated_assessments);
