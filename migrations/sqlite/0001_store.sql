-- What every room stands on: the number that says "read again", and the outbox.

CREATE TABLE generation (
    one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    topic  TEXT    NOT NULL
) STRICT;
INSERT INTO generation (one, number, topic) VALUES (1, 0, '');

-- An entry is claimable when it has not ended and its time has come. A lease is a time in the
-- future, so one that ran out needs no other rule.
CREATE TABLE outbox (
    id          BLOB    NOT NULL PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE,
    kind        TEXT    NOT NULL,
    run         BLOB,
    request     BLOB,
    ordinal     INTEGER NOT NULL,
    after       BLOB    REFERENCES outbox (id),
    body        TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    attempts    INTEGER NOT NULL,
    fence       INTEGER NOT NULL,
    -- Whether an attempt before this one may have happened: nobody answered it.
    unsure      INTEGER NOT NULL,
    lease_owner TEXT,
    due_at      TEXT    NOT NULL,
    give_up_at  TEXT    NOT NULL,
    answer      TEXT,
    created_at  TEXT    NOT NULL,
    ended_at    TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (kind, due_at) WHERE ended_at IS NULL;
CREATE INDEX outbox_run ON outbox (run, ordinal);
CREATE INDEX outbox_after ON outbox (after) WHERE after IS NOT NULL;
