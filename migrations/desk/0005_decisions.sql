-- Decisions of operators. A decision that was taken back stays, marked.
CREATE TABLE decisions (
    -- Order of the decisions; the outbox delivers a session's in this order.
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- domain::id::DecisionId, made by the desk, kept across every attempt to
    -- deliver it so that the central API can tell a repetition.
    id TEXT NOT NULL UNIQUE,
    -- On which session.
    session TEXT NOT NULL REFERENCES sessions (id),
    -- Who decided.
    operator TEXT NOT NULL REFERENCES operators (id),
    -- When, in nanoseconds since 1970-01-01T00:00Z.
    at_ns INTEGER NOT NULL,
    -- validate, refuse or approve.
    outcome TEXT NOT NULL,
    -- Code of a domain::decision::RefusalReason, for a refusal.
    reason TEXT,
    -- What the operator adds to a refusal.
    reason_text TEXT,
    -- repeatable or definitive, for a refusal.
    finality TEXT,
    -- The state before it, as sessions.state; comes back when it is undone or
    -- turned down.
    state_before TEXT NOT NULL,
    -- Since when the session was in that state, in nanoseconds since
    -- 1970-01-01T00:00Z.
    state_before_ns INTEGER NOT NULL,
    -- When it was taken back, in the same unit; NULL while it stands.
    undone_ns INTEGER,
    CHECK ((outcome = 'refuse') = (reason IS NOT NULL)),
    CHECK ((reason IS NULL) = (reason_text IS NULL)),
    CHECK ((reason IS NULL) = (finality IS NULL))
) STRICT;

CREATE INDEX decisions_by_session ON decisions (session, sequence);

-- The outbox: how far each standing decision is on its way to the central API.
-- Written in the transaction of the decision, so that neither is without the
-- other. A decision that was undone has no row here.
CREATE TABLE outbox (
    -- The decision.
    decision TEXT NOT NULL PRIMARY KEY REFERENCES decisions (id),
    -- waiting: to be sent when its time has come. sending: on its way; after a
    -- crash it may have arrived or not, and is sent again under the same id.
    -- delivered: taken by the central API. refused: turned down for good.
    status TEXT NOT NULL CHECK (status IN ('waiting', 'sending', 'delivered', 'refused')),
    -- While waiting: not to be sent before this instant, in nanoseconds since
    -- 1970-01-01T00:00Z.
    not_before_ns INTEGER NOT NULL,
    -- How many attempts were begun.
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    -- Stable code of the newest failure, or of the refusal.
    code TEXT,
    -- When the central API took it, in nanoseconds since 1970-01-01T00:00Z.
    delivered_ns INTEGER,
    CHECK ((status = 'delivered') = (delivered_ns IS NOT NULL)),
    CHECK (status <> 'refused' OR code IS NOT NULL)
) STRICT;

CREATE INDEX outbox_by_status ON outbox (status, not_before_ns);
