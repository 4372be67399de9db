-- What the timeline of a customer reads: each kind of event in the order of time, by an index, so
-- that ten years of events cost a page no more than ten days.

-- Changes of a contract, as they are known: some come from an ERP with words of its own.
CREATE TABLE contract_event (
    id          UUID PRIMARY KEY NOT NULL,
    contract    UUID NOT NULL REFERENCES contract (id),
    at          TIMESTAMPTZ NOT NULL,
    change      TEXT NOT NULL CHECK (change IN ('activated', 'plan', 'price', 'due-day', 'address',
                    'holder', 'blocked', 'unblocked', 'suspended', 'resumed', 'cancelled', 'finished',
                    'other')),
    -- What else is known of it, or empty.
    detail      TEXT NOT NULL,
    source      TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C",
    as_of       TIMESTAMPTZ NOT NULL
);
CREATE INDEX contract_event_of_contract ON contract_event (contract, at, id);
CREATE UNIQUE INDEX contract_event_by_source ON contract_event (source, external_id) WHERE external_id IS NOT NULL;

-- The person and company of its request: they stand here so that one index answers what was told to
-- a customer, in the order of time, through however many requests.
ALTER TABLE report ADD COLUMN person UUID REFERENCES person (id);
ALTER TABLE report ADD COLUMN company UUID REFERENCES company (id);
UPDATE report SET person = (SELECT person FROM request WHERE request.id = report.request),
                  company = (SELECT company FROM request WHERE request.id = report.request);
CREATE INDEX report_told ON report (person, company, at, id) WHERE audience = 'customer';

CREATE INDEX request_opened ON request (person, company, opened_at, id);
DROP INDEX request_of_person;
CREATE INDEX request_ended ON request (person, company, ended_at, id) WHERE ended_at IS NOT NULL;

-- When the customer was asked to pay; none: it is not known.
ALTER TABLE invoice ADD COLUMN issued_on DATE;
CREATE INDEX invoice_issued ON invoice (contract, issued_on, id) WHERE issued_on IS NOT NULL;
CREATE INDEX invoice_paid ON invoice (contract, paid_on, id) WHERE paid_on IS NOT NULL;
CREATE INDEX invoice_rescheduled ON invoice (contract) WHERE reschedules > 0;
