-- Why the capture of a request failed last (domain::failure): the id that the
-- capture client gave the failure, and its code, such as InactiveUser.Aborted.
ALTER TABLE request ADD COLUMN failure_id TEXT;
ALTER TABLE request ADD COLUMN failure_code TEXT;
