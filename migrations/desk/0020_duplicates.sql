-- What tells that two sessions may be of one person: shown to operators, never
-- acted on.

-- Numbers and addresses that a session was declared with or that were read from
-- it, in one spelling (store::duplicates).
CREATE TABLE identifiers (
    -- Stable name of a domain::field::Name: document_number, tax_code, phone, email.
    field TEXT NOT NULL,
    -- Without blanks and hyphens; capitals, an e-mail address in small letters,
    -- a phone number in international form.
    value TEXT NOT NULL,
    -- Whose it is.
    session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    PRIMARY KEY (field, value, session)
) STRICT, WITHOUT ROWID;

CREATE INDEX identifiers_by_session ON identifiers (session);

INSERT OR IGNORE INTO identifiers (field, value, session)
SELECT field,
       CASE
           WHEN field = 'email' THEN lower(trim(value))
           WHEN field = 'phone' AND value GLOB '3*' AND length(replace(value, ' ', '')) IN (9, 10)
               THEN '+39' || replace(value, ' ', '')
           WHEN field = 'phone' THEN replace(replace(value, ' ', ''), '-', '')
           ELSE upper(replace(replace(value, ' ', ''), '-', ''))
       END,
       session
FROM (
    SELECT s.id AS session, json_extract(j.value, '$.field') AS field,
           json_extract(j.value, '$.value') AS value
    FROM sessions s, json_each(s.declared) j
    UNION ALL
    SELECT s.id, json_extract(j.value, '$.field'), json_extract(j.value, '$.value')
    FROM sessions s, json_each(s.captured) j
    UNION ALL
    SELECT a.session, json_extract(j.value, '$.field'), json_extract(j.value, '$.value')
    FROM assessments a, json_each(a.body, '$.readings') j
)
WHERE field IN ('document_number', 'tax_code', 'phone', 'email') AND trim(value) <> '';

-- The face of a session's selfie, as the engine describes it: 24 bytes of nonce,
-- then the descriptor sealed (XChaCha20-Poly1305) under the session's evidence
-- key and bound to its id. Deleting the session's row shreds it.
CREATE TABLE faces (
    session TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL
) STRICT;
