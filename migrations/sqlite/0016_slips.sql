-- Where a company's charges are registered, and what its papers show.

CREATE TABLE bank_account (
    id          BLOB PRIMARY KEY NOT NULL,
    company     BLOB NOT NULL REFERENCES company (id),
    -- The bank's code, three digits: charges name their bank by it.
    bank        TEXT NOT NULL CHECK (length(bank) = 3),
    -- As the bank prints it on slips; what it is called by.
    label       TEXT NOT NULL,
    -- OAuth2 client credentials, the slip API, the Central Bank's PIX API (cobv).
    token_url   TEXT NOT NULL,
    slip_url    TEXT NOT NULL,
    pix_url     TEXT,
    client      TEXT NOT NULL,
    -- Sealed: JSON with the client's secret and, where the bank asks for one, its certificate and key.
    secret      BLOB NOT NULL,
    -- The key to which PIX is paid; none: slips have no PIX code.
    pix_key     TEXT,
    created_at  TEXT NOT NULL,
    UNIQUE (company, bank),
    CHECK ((pix_url IS NULL) = (pix_key IS NULL))
) STRICT;

-- A PIX key to which an overdue invoice may be paid with what it is worth today, where the company wants
-- that: such a payment belongs to no registered charge, and somebody books it by hand. No row: not wanted.
CREATE TABLE static_pix (
    company BLOB PRIMARY KEY NOT NULL REFERENCES company (id),
    pix_key TEXT NOT NULL,
    payee   TEXT NOT NULL,
    town    TEXT NOT NULL
) STRICT;

-- A PNG; none: the company's name stands on its papers.
CREATE TABLE company_logo (
    company BLOB PRIMARY KEY NOT NULL REFERENCES company (id),
    picture BLOB NOT NULL
) STRICT;

-- When the bank had been asked to register a charge until the time for it was over: it is cancelled then,
-- and can be registered again.
ALTER TABLE charge ADD COLUMN unheard_at TEXT;
CREATE INDEX charge_awaiting ON charge (id) WHERE state = 'awaiting';
