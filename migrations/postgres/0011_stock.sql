-- What a customer has of the provider: equipment on loan, products used in serving them, and what
-- they bought. The rows may come from an ERP, as those of people and contracts.

-- Equipment on loan (comodato). It must come back when its state says so, or its contract ended.
CREATE TABLE loan (
    id          UUID PRIMARY KEY NOT NULL,
    contract    UUID NOT NULL REFERENCES contract (id),
    tag         UUID REFERENCES tag (id),
    product     TEXT NOT NULL,
    serial      TEXT NOT NULL,
    quantity    BIGINT NOT NULL CHECK (quantity > 0),
    -- Centavos that it costs when it does not come back.
    value       BIGINT NOT NULL CHECK (value >= 0),
    state       TEXT NOT NULL CHECK (state IN ('lent', 'recalled', 'returned', 'lost')),
    lent_on     DATE NOT NULL,
    returned_on DATE,
    source      TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C",
    as_of       TIMESTAMPTZ NOT NULL,
    CHECK ((state = 'returned') = (returned_on IS NOT NULL))
);
CREATE INDEX loan_of_contract ON loan (contract);
CREATE UNIQUE INDEX loan_by_source ON loan (source, external_id) WHERE external_id IS NOT NULL;

-- A product that was used up in serving the customer, by a technician, in a request or before there
-- was one.
CREATE TABLE consumption (
    id          UUID PRIMARY KEY NOT NULL,
    contract    UUID NOT NULL REFERENCES contract (id),
    tag         UUID REFERENCES tag (id),
    request     UUID REFERENCES request (id),
    used_on     DATE NOT NULL,
    product     TEXT NOT NULL,
    -- In thousandths of the measure.
    quantity    BIGINT NOT NULL CHECK (quantity > 0),
    -- m, un, …
    measure     TEXT NOT NULL,
    technician  TEXT NOT NULL,
    source      TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C",
    as_of       TIMESTAMPTZ NOT NULL
);
CREATE INDEX consumption_of_contract ON consumption (contract, used_on, id);
CREATE UNIQUE INDEX consumption_by_source ON consumption (source, external_id) WHERE external_id IS NOT NULL;

-- What was sold to the customer: a sale need not belong to a contract.
CREATE TABLE sales_order (
    id          UUID PRIMARY KEY NOT NULL,
    company     UUID NOT NULL REFERENCES company (id),
    person      UUID NOT NULL REFERENCES person (id),
    contract    UUID REFERENCES contract (id),
    number      TEXT COLLATE "C" NOT NULL,
    ordered_on  DATE NOT NULL,
    -- What was bought, in words.
    items       TEXT NOT NULL,
    -- Centavos.
    total       BIGINT NOT NULL CHECK (total >= 0),
    state       TEXT NOT NULL CHECK (state IN ('open', 'invoiced', 'delivered', 'cancelled')),
    source      TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C",
    as_of       TIMESTAMPTZ NOT NULL,
    UNIQUE (company, number)
);
CREATE INDEX sales_order_of_person ON sales_order (person, company, ordered_on, id);
CREATE UNIQUE INDEX sales_order_by_source ON sales_order (source, external_id) WHERE external_id IS NOT NULL;
