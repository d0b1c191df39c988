-- What a kiosk needs: a code that a person can type, and the proof of a phone number.

-- Eight letters and digits without those that look alike.
ALTER TABLE request ADD COLUMN kiosk_code TEXT;
CREATE UNIQUE INDEX request_kiosk_code ON request (kiosk_code);

-- The one-time code that was sent last for a request.
CREATE TABLE one_time_code (
    request      INTEGER PRIMARY KEY REFERENCES request (pk) ON DELETE CASCADE,
    -- Where it went, in international form.
    number       TEXT    NOT NULL,
    -- argon2id, PHC string; null once it may no longer be used.
    code_hash    TEXT,
    sent_at      TEXT    NOT NULL,
    expires_at   TEXT    NOT NULL,
    -- Codes sent, and wrong answers given, since the last lock.
    sent         INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    locked_until TEXT,
    confirmed_at TEXT
) STRICT;
