-- Serving a customer: people, contracts, tags, requests and their reports.
-- People, contracts and tags may come from an ERP one day: `source` says from which (own = typed
-- here), `external_id` what it calls the row, `as_of` when it was read.

CREATE TABLE person (
    id          UUID PRIMARY KEY NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('natural', 'legal')),
    name        TEXT NOT NULL,
    trade_name  TEXT,
    -- The name without accents and in lower case: lists are sorted by it.
    sort_name   TEXT COLLATE "C" NOT NULL,
    -- CPF of 11 digits or CNPJ of 14 characters, without punctuation. Not unique: an ERP may hold
    -- the same person twice, and an agent has to find both.
    tax_id      TEXT COLLATE "C",
    born_on     DATE,
    street      TEXT NOT NULL,
    city        TEXT NOT NULL,
    state       TEXT NOT NULL,
    source      TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C",
    as_of       TIMESTAMPTZ NOT NULL
);
CREATE INDEX person_by_tax_id ON person (tax_id);
CREATE UNIQUE INDEX person_by_source ON person (source, external_id) WHERE external_id IS NOT NULL;

-- A word of a person's name or trade name, normalised. Each is found by its beginning, in the
-- order of names; the second index answers whether this person has the other words too.
CREATE TABLE person_token (
    token     TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    person    UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (token, sort_name, person)
);
CREATE INDEX person_token_of ON person_token (person, token);

-- Phones and e-mails, in the order in which the customer prefers them.
CREATE TABLE person_phone (
    person   UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    -- E.164.
    number   TEXT COLLATE "C" NOT NULL,
    -- The last 8 digits: old records lack the area code or the ninth digit.
    tail     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (person, position)
);
CREATE INDEX person_phone_by_tail ON person_phone (tail);

CREATE TABLE person_email (
    person   UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    address  TEXT NOT NULL,
    PRIMARY KEY (person, position)
);

CREATE TABLE contract (
    id          UUID PRIMARY KEY NOT NULL,
    company     UUID NOT NULL REFERENCES company (id),
    person      UUID NOT NULL REFERENCES person (id),
    number      TEXT COLLATE "C" NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('normal', 'demonstration', 'courtesy', 'cancelled',
                    'suspended', 'financial-block', 'administrative-block', 'finished')),
    stage       TEXT NOT NULL CHECK (stage IN ('pre-contract', 'in-approval', 'approved', 'rejected',
                    'cancelled')),
    included_on DATE NOT NULL,
    plan        TEXT NOT NULL,
    -- Centavos a month.
    price       BIGINT NOT NULL CHECK (price >= 0),
    due_day     BIGINT NOT NULL CHECK (due_day BETWEEN 1 AND 31),
    source      TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C",
    as_of       TIMESTAMPTZ NOT NULL,
    UNIQUE (company, number)
);
CREATE INDEX contract_of_person ON contract (person, company);
CREATE UNIQUE INDEX contract_by_source ON contract (source, external_id) WHERE external_id IS NOT NULL;

-- One service of a contract at one address. `login` is that of its connection; none: no connection.
-- The company is the contract's: it stands here so that a code is unique in it.
CREATE TABLE tag (
    id          UUID PRIMARY KEY NOT NULL,
    contract    UUID NOT NULL REFERENCES contract (id),
    company     UUID NOT NULL REFERENCES company (id),
    code        TEXT COLLATE "C" NOT NULL,
    label       TEXT NOT NULL,
    street      TEXT NOT NULL,
    city        TEXT NOT NULL,
    state       TEXT NOT NULL,
    login       TEXT,
    source      TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C",
    as_of       TIMESTAMPTZ NOT NULL,
    UNIQUE (code, company)
);
CREATE INDEX tag_of_contract ON tag (contract);
CREATE UNIQUE INDEX tag_by_source ON tag (source, external_id) WHERE external_id IS NOT NULL;

-- Statuses and types of requests are data; `kind` is what the desk decides by.
CREATE TABLE request_status (
    code     TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('open', 'waiting', 'scheduled', 'closed', 'cancelled')),
    names    JSONB NOT NULL,
    position BIGINT NOT NULL
);

CREATE TABLE request_type (
    code           TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    names          JSONB NOT NULL,
    -- May be chosen while the contract is cancelled, suspended, blocked or finished.
    allows_blocked BOOLEAN NOT NULL,
    -- Hours from the opening of the request to its deadline; none: no deadline.
    deadline_hours BIGINT,
    position       BIGINT NOT NULL
);

CREATE TABLE request (
    id            UUID PRIMARY KEY NOT NULL,
    company       UUID NOT NULL REFERENCES company (id),
    protocol      TEXT COLLATE "C" NOT NULL,
    person        UUID NOT NULL REFERENCES person (id),
    -- Empty until chosen.
    contract      UUID REFERENCES contract (id),
    tag           UUID REFERENCES tag (id),
    type          TEXT REFERENCES request_type (code),
    status        TEXT NOT NULL REFERENCES request_status (code),
    opened_at     TIMESTAMPTZ NOT NULL,
    opened_by     UUID NOT NULL REFERENCES user_account (id),
    assigned_user UUID REFERENCES user_account (id),
    assigned_team UUID REFERENCES team (id),
    asking        TEXT NOT NULL CHECK (asking IN ('holder', 'authorised', 'third-party')),
    asking_name   TEXT,
    channel       TEXT NOT NULL,
    contact       TEXT NOT NULL,
    identity      TEXT NOT NULL,
    deadline      TIMESTAMPTZ,
    scheduled_for TIMESTAMPTZ,
    -- When it was closed or cancelled.
    ended_at      TIMESTAMPTZ,
    UNIQUE (company, protocol),
    CHECK (tag IS NULL OR contract IS NOT NULL)
);
CREATE INDEX request_by_protocol ON request (protocol);
CREATE INDEX request_of_person ON request (person, opened_at);
CREATE INDEX request_open_of_user ON request (assigned_user) WHERE ended_at IS NULL;

-- The last protocol of a company and day. A number is never given back.
CREATE TABLE protocol_counter (
    company UUID NOT NULL REFERENCES company (id),
    day     DATE NOT NULL,
    last    BIGINT NOT NULL,
    PRIMARY KEY (company, day)
);

CREATE TABLE report (
    id       UUID PRIMARY KEY NOT NULL,
    request  UUID NOT NULL REFERENCES request (id),
    at       TIMESTAMPTZ NOT NULL,
    -- None: the desk itself.
    author   UUID REFERENCES user_account (id),
    audience TEXT NOT NULL CHECK (audience IN ('internal', 'customer')),
    text     TEXT NOT NULL,
    -- The run of an action that wrote it.
    run      UUID
);
CREATE INDEX report_of_request ON report (request, id);

INSERT INTO request_status (code, kind, names, position) VALUES
    ('open', 'open', '{"pt-BR":"Aberta","en":"Open","es":"Abierta"}', 1),
    ('in-progress', 'open', '{"pt-BR":"Em andamento","en":"In progress","es":"En curso"}', 2),
    ('waiting-customer', 'waiting', '{"pt-BR":"Aguardando cliente","en":"Waiting for the customer","es":"Esperando al cliente"}', 3),
    ('waiting-third-party', 'waiting', '{"pt-BR":"Aguardando terceiro","en":"Waiting for a third party","es":"Esperando a un tercero"}', 4),
    ('scheduled', 'scheduled', '{"pt-BR":"Agendada","en":"Scheduled","es":"Programada"}', 5),
    ('closed', 'closed', '{"pt-BR":"Encerrada","en":"Closed","es":"Cerrada"}', 6),
    ('cancelled', 'cancelled', '{"pt-BR":"Cancelada","en":"Cancelled","es":"Cancelada"}', 7);

INSERT INTO request_type (code, names, allows_blocked, deadline_hours, position) VALUES
    ('second-copy', '{"pt-BR":"2ª via de fatura","en":"Second copy of an invoice","es":"Copia de factura"}', TRUE, 4, 1),
    ('negotiation', '{"pt-BR":"Negociação de débitos","en":"Negotiation of debts","es":"Negociación de deudas"}', TRUE, 24, 2),
    ('billing-question', '{"pt-BR":"Dúvida financeira","en":"Billing question","es":"Consulta de facturación"}', TRUE, 24, 3),
    ('no-connection', '{"pt-BR":"Sem conexão","en":"No connection","es":"Sin conexión"}', FALSE, 8, 4),
    ('slow-connection', '{"pt-BR":"Lentidão","en":"Slow connection","es":"Conexión lenta"}', FALSE, 24, 5),
    ('change-of-plan', '{"pt-BR":"Mudança de plano","en":"Change of plan","es":"Cambio de plan"}', FALSE, 48, 6),
    ('change-of-address', '{"pt-BR":"Mudança de endereço","en":"Change of address","es":"Cambio de dirección"}', FALSE, 72, 7),
    ('cancellation', '{"pt-BR":"Cancelamento","en":"Cancellation","es":"Cancelación"}', TRUE, 48, 8),
    ('information', '{"pt-BR":"Informação","en":"Information","es":"Información"}', TRUE, NULL, 9);
