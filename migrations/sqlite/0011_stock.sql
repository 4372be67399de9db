-- What a customer has of the provider: equipment on loan, products used in serving them, and what
-- they bought. The rows may come from an ERP, as those of people and contracts.

-- Equipment on loan (comodato). It must come back when its state says so, or its contract ended.
CREATE TABLE loan (
    id          BLOB PRIMARY KEY NOT NULL,
    contract    BLOB NOT NULL REFERENCES contract (id),
    tag         BLOB REFERENCES tag (id),
    product     TEXT NOT NULL,
    serial      TEXT NOT NULL,
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    -- Centavos that it costs when it does not come back.
    value       INTEGER NOT NULL CHECK (value >= 0),
    state       TEXT NOT NULL CHECK (state IN ('lent', 'recalled', 'returned', 'lost')),
    lent_on     TEXT NOT NULL,
    returned_on TEXT,
    source      TEXT NOT NULL,
    external_id TEXT,
    as_of       TEXT NOT NULL,
    CHECK ((state = 'returned') = (returned_on IS NOT NULL))
) STRICT;
CREATE INDEX loan_of_contract ON loan (contract);
CREATE UNIQUE INDEX loan_by_source ON loan (source, external_id) WHERE external_id IS NOT NULL;

-- A product that was used up in serving the customer, by a technician, in a request or before there
-- was one.
CREATE TABLE consumption (
    id          BLOB PRIMARY KEY NOT NULL,
    contract    BLOB NOT NULL REFERENCES contract (id),
    tag         BLOB REFERENCES tag (id),
    request     BLOB REFERENCES request (id),
    used_on     TEXT NOT NULL,
    product     TEXT NOT NULL,
    -- In thousandths of the measure.
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    -- m, un, …
    measure     TEXT NOT NULL,
    technician  TEXT NOT NULL,
    source      TEXT NOT NULL,
    external_id TEXT,
    as_of       TEXT NOT NULL
) STRICT;
CREATE INDEX consumption_of_contract ON consumption (contract, used_on, id);
CREATE UNIQUE INDEX consumption_by_source ON consumption (source, external_id) WHERE external_id IS NOT NULL;

-- What was sold to the customer: a sale need not belong to a contract.
CREATE TABLE sales_order (
    id          BLOB PRIMARY KEY NOT NULL,
    company     BLOB NOT NULL REFERENCES company (id),
    person      BLOB NOT NULL REFERENCES person (id),
    contract    BLOB REFERENCES contract (id),
    number      TEXT NOT NULL,
    ordered_on  TEXT NOT NULL,
    -- What was bought, in words.
    items       TEXT NOT NULL,
    -- Centavos.
    total       INTEGER NOT NULL CHECK (total >= 0),
    state       TEXT NOT NULL CHECK (state IN ('open', 'invoiced', 'delivered', 'cancelled')),
    source      TEXT NOT NULL,
    external_id TEXT,
    as_of       TEXT NOT NULL,
    UNIQUE (company, number)
) STRICT;
CREATE INDEX sales_order_of_person ON sales_order (person, company, ordered_on, id);
CREATE UNIQUE INDEX sales_order_by_source ON sales_order (source, external_id) WHERE external_id IS NOT NULL;
