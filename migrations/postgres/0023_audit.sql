-- Searching the trail of a provider: a million lines, the newest first.
CREATE INDEX audit_line_act ON audit_line (act, at);
CREATE INDEX audit_line_of_contribution ON audit_line (contribution, at) WHERE contribution IS NOT NULL;

-- What came of proving the trail. `what` is why it does not hold; none: it holds.
CREATE TABLE audit_proof (
    id           UUID        PRIMARY KEY NOT NULL,
    started_at   TIMESTAMPTZ NOT NULL,
    ended_at     TIMESTAMPTZ NOT NULL,
    by_user      UUID REFERENCES user_account (id),
    lines        BIGINT      NOT NULL,
    -- When the newest head was signed that it was compared with.
    witnessed_at TIMESTAMPTZ,
    chain        INTEGER,
    seq          BIGINT,
    until        BIGINT,
    what         TEXT
);
CREATE INDEX audit_proof_by_end ON audit_proof (ended_at);
