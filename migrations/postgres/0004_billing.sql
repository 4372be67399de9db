-- Invoices and what the bank registered for them.

-- Fine and interest of a company's contracts, in hundredths of a percent; within the ceiling of
-- the Consumer Code (2 % once, 1 % a month). No row: the ceiling.
CREATE TABLE late_rule (
    company          UUID PRIMARY KEY NOT NULL REFERENCES company (id),
    fine             BIGINT NOT NULL CHECK (fine BETWEEN 0 AND 200),
    monthly_interest BIGINT NOT NULL CHECK (monthly_interest BETWEEN 0 AND 100)
);

CREATE TABLE invoice (
    id            UUID PRIMARY KEY NOT NULL,
    contract      UUID NOT NULL REFERENCES contract (id),
    number        TEXT COLLATE "C" NOT NULL,
    -- Centavos.
    amount        BIGINT NOT NULL CHECK (amount > 0),
    due           DATE NOT NULL,
    first_due     DATE NOT NULL,
    -- The due date from which fine and interest run: the first one, unless they were waived.
    late_from     DATE NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('open', 'paid', 'cancelled', 'renegotiated')),
    paid_on       DATE,
    paid_amount   BIGINT,
    reschedules   BIGINT NOT NULL,
    -- The charge that can be paid now; set when the bank has registered it.
    charge        UUID,
    -- Raised by every change, so that a stale one is noticed.
    version       BIGINT NOT NULL,
    source        TEXT COLLATE "C" NOT NULL,
    external_id   TEXT COLLATE "C",
    as_of         TIMESTAMPTZ NOT NULL,
    CHECK ((state = 'paid') = (paid_on IS NOT NULL)),
    CHECK ((paid_on IS NULL) = (paid_amount IS NULL))
);
CREATE INDEX invoice_of_contract ON invoice (contract, due, id);
CREATE UNIQUE INDEX invoice_by_source ON invoice (source, external_id) WHERE external_id IS NOT NULL;

CREATE TABLE charge (
    id         UUID PRIMARY KEY NOT NULL,
    invoice    UUID NOT NULL REFERENCES invoice (id),
    bank       TEXT NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    due        DATE NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('awaiting', 'registered', 'replaced', 'cancelled')),
    -- What the bank registered; empty while awaiting, or when it never was.
    our_number TEXT,
    barcode    TEXT,
    line       TEXT,
    pix        TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    CHECK (state NOT IN ('registered', 'replaced')
        OR (our_number IS NOT NULL AND barcode IS NOT NULL AND line IS NOT NULL))
);
CREATE INDEX charge_of_invoice ON charge (invoice);

-- Every new due date, with who gave it, in which request, and why.
CREATE TABLE reschedule (
    id           UUID PRIMARY KEY NOT NULL,
    invoice      UUID NOT NULL REFERENCES invoice (id),
    request      UUID NOT NULL REFERENCES request (id),
    author       UUID NOT NULL REFERENCES user_account (id),
    at           TIMESTAMPTZ NOT NULL,
    -- The day at the provider: they are counted by calendar year.
    day          DATE NOT NULL,
    old_due      DATE NOT NULL,
    new_due      DATE NOT NULL,
    keep_charges BOOLEAN NOT NULL,
    reason       TEXT NOT NULL
);
CREATE INDEX reschedule_of_invoice ON reschedule (invoice, day);
