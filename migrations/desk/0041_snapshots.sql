-- Frames that operators keep of a recording: pieces of evidence of kind snapshot,
-- of which a session may have several.
DROP INDEX evidence_that_counts;
CREATE UNIQUE INDEX evidence_that_counts ON evidence (session, kind)
    WHERE superseded_ns IS NULL AND kind <> 'snapshot';

-- Where each of them comes from.
CREATE TABLE snapshots (
    -- The picture.
    evidence TEXT NOT NULL PRIMARY KEY REFERENCES evidence (id),
    -- The recording that it is a frame of.
    of TEXT NOT NULL REFERENCES evidence (id),
    -- The time of the frame from the start of the recording, in milliseconds.
    at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
    -- Who kept it.
    operator TEXT NOT NULL REFERENCES operators (id)
) STRICT;
