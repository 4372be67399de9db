-- Invoices and what the bank registered for them.

-- Fine and interest of a company's contracts, in hundredths of a percent; within the ceiling of
-- the Consumer Code (2 % once, 1 % a month). No row: the ceiling.
CREATE TABLE late_rule (
    company          BLOB PRIMARY KEY NOT NULL REFERENCES company (id),
    fine             INTEGER NOT NULL CHECK (fine BETWEEN 0 AND 200),
    monthly_interest INTEGER NOT NULL CHECK (monthly_interest BETWEEN 0 AND 100)
) STRICT;

CREATE TABLE invoice (
    id            BLOB PRIMARY KEY NOT NULL,
    contract      BLOB NOT NULL REFERENCES contract (id),
    number        TEXT NOT NULL,
    -- Centavos.
    amount        INTEGER NOT NULL CHECK (amount > 0),
    due           TEXT NOT NULL,
    first_due     TEXT NOT NULL,
    -- The due date from which fine and interest run: the first one, unless they were waived.
    late_from     TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('open', 'paid', 'cancelled', 'renegotiated')),
    paid_on       TEXT,
    paid_amount   INTEGER,
    reschedules   INTEGER NOT NULL,
    -- The charge that can be paid now; set when the bank has registered it.
    charge        BLOB,
    -- Raised by every change, so that a stale one is noticed.
    version       INTEGER NOT NULL,
    source        TEXT NOT NULL,
    external_id   TEXT,
    as_of         TEXT NOT NULL,
    CHECK ((state = 'paid') = (paid_on IS NOT NULL)),
    CHECK ((paid_on IS NULL) = (paid_amount IS NULL))
) STRICT;
CREATE INDEX invoice_of_contract ON invoice (contract, due, id);
CREATE UNIQUE INDEX invoice_by_source ON invoice (source, external_id) WHERE external_id IS NOT NULL;

CREATE TABLE charge (
    id         BLOB PRIMARY KEY NOT NULL,
    invoice    BLOB NOT NULL REFERENCES invoice (id),
    bank       TEXT NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount > 0),
    due        TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('awaiting', 'registered', 'replaced', 'cancelled')),
    -- What the bank registered; empty while awaiting, or when it never was.
    our_number TEXT,
    barcode    TEXT,
    line       TEXT,
    pix        TEXT,
    created_at TEXT NOT NULL,
    CHECK (state NOT IN ('registered', 'replaced')
        OR (our_number IS NOT NULL AND barcode IS NOT NULL AND line IS NOT NULL))
) STRICT;
CREATE INDEX charge_of_invoice ON charge (invoice);

-- Every new due date, with who gave it, in which request, and why.
CREATE TABLE reschedule (
    id           BLOB PRIMARY KEY NOT NULL,
    invoice      BLOB NOT NULL REFERENCES invoice (id),
    request      BLOB NOT NULL REFERENCES request (id),
    author       BLOB NOT NULL REFERENCES user_account (id),
    at           TEXT NOT NULL,
    -- The day at the provider: they are counted by calendar year.
    day          TEXT NOT NULL,
    old_due      TEXT NOT NULL,
    new_due      TEXT NOT NULL,
    keep_charges INTEGER NOT NULL,
    reason       TEXT NOT NULL
) STRICT;
CREATE INDEX reschedule_of_invoice ON reschedule (invoice, day);
