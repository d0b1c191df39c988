-- Why the central API's answer for this request could not be read: stable code
-- of the fault. NULL for a request that was read; the others are asked for again.
ALTER TABLE sessions ADD COLUMN unreadable TEXT;

-- Assessments up to this sequence looked at what the session was before it was
-- mended, and count no longer.
ALTER TABLE sessions ADD COLUMN outdated_assessments INTEGER NOT NULL DEFAULT 0;
