-- Accounts can be suspended; they are never deleted, because decisions and the
-- audit log name them.
ALTER TABLE operators ADD COLUMN
    -- Stable name of a domain::operator::Standing.
    standing TEXT NOT NULL DEFAULT 'active';
