-- The line of a tag, as the provider's access server knows it. A tag whose service has no line, or
-- whose contract has ended, has no row.
CREATE TABLE connection (
    id           UUID PRIMARY KEY NOT NULL,
    tag          UUID NOT NULL UNIQUE REFERENCES tag (id),
    -- The plan that the line has.
    service      TEXT NOT NULL,
    -- Sealed; none where the desk does not know it.
    password     BYTEA,
    -- Sealed: written here with the change, and takes the other's place when the server has it.
    new_password BYTEA,
    -- The access server, by the name that the provider gave it.
    nas          TEXT NOT NULL,
    -- The ONU by its serial number, and where it is: OLT, slot, port.
    onu          TEXT,
    place        TEXT,
    -- What the access server does with the line, and what it is to do.
    access       TEXT NOT NULL CHECK (access IN ('normal', 'reduced', 'blocked')),
    wanted       TEXT NOT NULL CHECK (wanted IN ('normal', 'reduced', 'blocked')),
    -- When the desk last ended its session.
    ended_at     TIMESTAMPTZ,
    -- Raised by every change that somebody decides, so that a stale one is noticed.
    version      BIGINT NOT NULL,
    CHECK ((onu IS NULL) = (place IS NULL))
);

-- A financial block that was lifted because the customer promised to pay.
CREATE TABLE trust_unlock (
    id       UUID PRIMARY KEY NOT NULL,
    contract UUID NOT NULL REFERENCES contract (id),
    request  UUID NOT NULL REFERENCES request (id),
    author   UUID NOT NULL REFERENCES user_account (id),
    at       TIMESTAMPTZ NOT NULL,
    -- The day at the provider: they are counted by calendar month, and what is due up to it is owed.
    day      DATE NOT NULL,
    -- The day on whose end the block comes back.
    until    DATE NOT NULL,
    reason   TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('running', 'kept', 'broken')),
    ended_at TIMESTAMPTZ,
    CHECK ((state = 'running') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX trust_unlock_running ON trust_unlock (contract) WHERE state = 'running';
CREATE INDEX trust_unlock_of_contract ON trust_unlock (contract, day);
