-- What every room stands on: the number that says "read again", and the outbox.

CREATE TABLE generation (
    one    BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    number BIGINT NOT NULL,
    topic  TEXT   NOT NULL
);
INSERT INTO generation (one, number, topic) VALUES (1, 0, '');

-- An entry is claimable when it has not ended and its time has come. A lease is a time in the
-- future, so one that ran out needs no other rule.
CREATE TABLE outbox (
    id          UUID        NOT NULL PRIMARY KEY,
    key         TEXT        NOT NULL UNIQUE,
    kind        TEXT        NOT NULL,
    run         UUID,
    request     UUID,
    ordinal     INTEGER     NOT NULL,
    after       UUID        REFERENCES outbox (id),
    body        JSONB       NOT NULL,
    state       TEXT        NOT NULL,
    attempts    INTEGER     NOT NULL,
    fence       BIGINT      NOT NULL,
    -- Whether an attempt before this one may have happened: nobody answered it.
    unsure      BOOLEAN     NOT NULL,
    lease_owner TEXT,
    due_at      TIMESTAMPTZ NOT NULL,
    give_up_at  TIMESTAMPTZ NOT NULL,
    answer      TEXT,
    created_at  TIMESTAMPTZ NOT NULL,
    ended_at    TIMESTAMPTZ
);
CREATE INDEX outbox_due ON outbox (kind, due_at) WHERE ended_at IS NULL;
CREATE INDEX outbox_run ON outbox (run, ordinal);
CREATE INDEX outbox_after ON outbox (after) WHERE after IS NOT NULL;
