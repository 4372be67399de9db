-- The end of an action, and what can be done with a request at any time: the whole closing form,
-- the business calendar, forwarding, and who changed a request last.

-- How long a request may take, which is data. `measure` says what its hours are: of business, or
-- running day and night. One measured by hand has a deadline that the user types.
CREATE TABLE situation (
    code     TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    names    JSONB NOT NULL,
    measure  TEXT NOT NULL CHECK (measure IN ('business', 'running', 'manual', 'none')),
    hours    BIGINT CHECK (hours BETWEEN 1 AND 8760),
    position BIGINT NOT NULL,
    CHECK ((hours IS NOT NULL) = (measure IN ('business', 'running')))
);

-- The catalog of services and its items.
CREATE TABLE catalog (
    code     TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    names    JSONB NOT NULL,
    position BIGINT NOT NULL
);

CREATE TABLE catalog_item (
    code     TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    catalog  TEXT NOT NULL REFERENCES catalog (code),
    names    JSONB NOT NULL,
    position BIGINT NOT NULL
);

-- What a type asks of the closing form, and the situation that it brings along.
ALTER TABLE request_type DROP COLUMN deadline_hours;
ALTER TABLE request_type ADD COLUMN catalog_use TEXT NOT NULL DEFAULT 'unused'
    CHECK (catalog_use IN ('required', 'optional', 'unused'));
ALTER TABLE request_type ADD COLUMN item_use TEXT NOT NULL DEFAULT 'unused'
    CHECK (item_use IN ('required', 'optional', 'unused'));
ALTER TABLE request_type ADD COLUMN situation TEXT REFERENCES situation (code);

-- The catalogs of a type; one without any has all.
CREATE TABLE type_catalog (
    type    TEXT NOT NULL REFERENCES request_type (code),
    catalog TEXT NOT NULL REFERENCES catalog (code),
    PRIMARY KEY (type, catalog)
);

-- Why a request is forwarded, cancelled or reopened.
CREATE TABLE reason (
    code     TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    purpose  TEXT NOT NULL CHECK (purpose IN ('forward', 'cancel', 'reopen')),
    names    JSONB NOT NULL,
    position BIGINT NOT NULL
);

-- To which teams a team may forward.
CREATE TABLE team_forward (
    from_team UUID NOT NULL REFERENCES team (id),
    to_team   UUID NOT NULL REFERENCES team (id),
    PRIMARY KEY (from_team, to_team),
    CHECK (from_team <> to_team)
);

-- When a company works. Without a calendar every hour counts.
CREATE TABLE business_calendar (
    company       UUID PRIMARY KEY NOT NULL REFERENCES company (id),
    -- A name of the time zone database.
    zone          TEXT NOT NULL,
    -- Closed on the days on which the whole country's banks are.
    bank_holidays BOOLEAN NOT NULL
);

CREATE TABLE business_hours (
    company UUID NOT NULL REFERENCES business_calendar (company) ON DELETE CASCADE,
    -- 1 is Monday, 7 is Sunday.
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    -- Minutes from the day's beginning, by the clock on the wall.
    opens   BIGINT NOT NULL CHECK (opens >= 0),
    closes  BIGINT NOT NULL CHECK (closes <= 1440),
    PRIMARY KEY (company, weekday, opens),
    CHECK (opens < closes)
);

-- A day on which one company is closed: a holiday of the state or the town.
CREATE TABLE own_holiday (
    company UUID NOT NULL REFERENCES business_calendar (company) ON DELETE CASCADE,
    day     DATE NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (company, day)
);

-- `version` grows with every change of what the host's own forms decide by; a form names the one
-- that it saw. `changed_*` and `change` say who was faster; `change_form` knows a form sent twice.
ALTER TABLE request ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE request ADD COLUMN changed_by UUID REFERENCES user_account (id);
ALTER TABLE request ADD COLUMN changed_at TIMESTAMPTZ;
ALTER TABLE request ADD COLUMN change TEXT;
ALTER TABLE request ADD COLUMN change_form UUID;
ALTER TABLE request ADD COLUMN situation TEXT REFERENCES situation (code);
ALTER TABLE request ADD COLUMN catalog TEXT REFERENCES catalog (code);
ALTER TABLE request ADD COLUMN item TEXT REFERENCES catalog_item (code);

-- While it waited for the customer or a third party, or was closed and then reopened: the deadline
-- stands still. A pause without an end goes on.
CREATE TABLE request_pause (
    request  UUID NOT NULL REFERENCES request (id),
    began_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (request, began_at)
);

-- The requests that a team has to take.
CREATE INDEX request_open_of_team ON request (assigned_team) WHERE ended_at IS NULL;

INSERT INTO business_calendar (company, zone, bank_holidays) SELECT id, 'America/Sao_Paulo', TRUE FROM company;
INSERT INTO business_hours (company, weekday, opens, closes)
    SELECT c.company, h.weekday, h.opens, h.closes FROM business_calendar c
    CROSS JOIN (SELECT 1 AS weekday, 480 AS opens, 1080 AS closes UNION ALL SELECT 2, 480, 1080
        UNION ALL SELECT 3, 480, 1080 UNION ALL SELECT 4, 480, 1080 UNION ALL SELECT 5, 480, 1080
        UNION ALL SELECT 6, 480, 720) h;

INSERT INTO situation (code, names, measure, hours, position) VALUES
    ('stopped', '{"pt-BR":"24x7 · Parado (8 h corridas)","en":"24x7 · Down (8 running hours)","es":"24x7 · Sin servicio (8 h corridas)"}', 'running', 8, 1),
    ('degraded', '{"pt-BR":"24x7 · Degradado (24 h corridas)","en":"24x7 · Degraded (24 running hours)","es":"24x7 · Degradado (24 h corridas)"}', 'running', 24, 2),
    ('business-4', '{"pt-BR":"Comercial · 4 h úteis","en":"Business · 4 working hours","es":"Comercial · 4 h hábiles"}', 'business', 4, 3),
    ('business-20', '{"pt-BR":"Comercial · 20 h úteis (2 dias)","en":"Business · 20 working hours (2 days)","es":"Comercial · 20 h hábiles (2 días)"}', 'business', 20, 4),
    ('business-50', '{"pt-BR":"Comercial · 50 h úteis (1 semana)","en":"Business · 50 working hours (1 week)","es":"Comercial · 50 h hábiles (1 semana)"}', 'business', 50, 5),
    ('manual', '{"pt-BR":"Manual (prazo combinado)","en":"Manual (deadline agreed on)","es":"Manual (plazo acordado)"}', 'manual', NULL, 6),
    ('no-deadline', '{"pt-BR":"Sem prazo","en":"No deadline","es":"Sin plazo"}', 'none', NULL, 7);

INSERT INTO catalog (code, names, position) VALUES
    ('connection', '{"pt-BR":"Conexão","en":"Connection","es":"Conexión"}', 1),
    ('equipment', '{"pt-BR":"Equipamento","en":"Equipment","es":"Equipo"}', 2),
    ('billing', '{"pt-BR":"Financeiro","en":"Billing","es":"Finanzas"}', 3),
    ('contract', '{"pt-BR":"Contrato","en":"Contract","es":"Contrato"}', 4),
    ('commercial', '{"pt-BR":"Comercial","en":"Sales","es":"Comercial"}', 5);

INSERT INTO catalog_item (code, catalog, names, position) VALUES
    ('no-signal', 'connection', '{"pt-BR":"Sem sinal óptico (LOS)","en":"No optical signal (LOS)","es":"Sin señal óptica (LOS)"}', 1),
    ('no-authentication', 'connection', '{"pt-BR":"Não autentica","en":"Does not authenticate","es":"No autentica"}', 2),
    ('unstable', 'connection', '{"pt-BR":"Quedas e oscilação","en":"Drops and instability","es":"Cortes e inestabilidad"}', 3),
    ('slow', 'connection', '{"pt-BR":"Lentidão","en":"Slowness","es":"Lentitud"}', 4),
    ('wifi', 'connection', '{"pt-BR":"Wi-Fi","en":"Wi-Fi","es":"Wi-Fi"}', 5),
    ('one-site', 'connection', '{"pt-BR":"Um site ou serviço não abre","en":"One site or service does not open","es":"Un sitio o servicio no abre"}', 6),
    ('onu', 'equipment', '{"pt-BR":"ONU","en":"ONU","es":"ONU"}', 1),
    ('router', 'equipment', '{"pt-BR":"Roteador","en":"Router","es":"Router"}', 2),
    ('drop-cable', 'equipment', '{"pt-BR":"Cabo ou drop rompido","en":"Broken cable or drop","es":"Cable o acometida rota"}', 3),
    ('loan-return', 'equipment', '{"pt-BR":"Devolução de comodato","en":"Return of loaned equipment","es":"Devolución de comodato"}', 4),
    ('invoice-copy', 'billing', '{"pt-BR":"Emissão de 2ª via","en":"Second copy","es":"Emisión de copia"}', 1),
    ('payment-missing', 'billing', '{"pt-BR":"Pagamento não baixado","en":"Payment not registered","es":"Pago no registrado"}', 2),
    ('wrong-charge', 'billing', '{"pt-BR":"Cobrança contestada","en":"Disputed charge","es":"Cobro impugnado"}', 3),
    ('agreement', 'billing', '{"pt-BR":"Acordo e parcelamento","en":"Agreement and instalments","es":"Acuerdo y cuotas"}', 4),
    ('due-day', 'billing', '{"pt-BR":"Mudança de vencimento","en":"Change of due day","es":"Cambio de vencimiento"}', 5),
    ('plan', 'contract', '{"pt-BR":"Mudança de plano","en":"Change of plan","es":"Cambio de plan"}', 1),
    ('address', 'contract', '{"pt-BR":"Mudança de endereço","en":"Change of address","es":"Cambio de dirección"}', 2),
    ('holder', 'contract', '{"pt-BR":"Mudança de titularidade","en":"Change of holder","es":"Cambio de titular"}', 3),
    ('suspension', 'contract', '{"pt-BR":"Suspensão a pedido","en":"Suspension at the customer''s wish","es":"Suspensión a pedido"}', 4),
    ('termination', 'contract', '{"pt-BR":"Cancelamento","en":"Cancellation","es":"Cancelación"}', 5),
    ('offer', 'commercial', '{"pt-BR":"Planos e ofertas","en":"Plans and offers","es":"Planes y ofertas"}', 1),
    ('coverage', 'commercial', '{"pt-BR":"Viabilidade e cobertura","en":"Coverage","es":"Cobertura"}', 2);

UPDATE request_type SET catalog_use = 'optional', item_use = 'optional', situation = 'business-4' WHERE code = 'second-copy';
UPDATE request_type SET catalog_use = 'optional', item_use = 'optional', situation = 'business-20' WHERE code IN ('negotiation', 'billing-question');
UPDATE request_type SET catalog_use = 'required', item_use = 'required', situation = 'stopped' WHERE code = 'no-connection';
UPDATE request_type SET catalog_use = 'required', item_use = 'required', situation = 'degraded' WHERE code = 'slow-connection';
UPDATE request_type SET catalog_use = 'required', item_use = 'optional', situation = 'business-20' WHERE code IN ('change-of-plan', 'cancellation');
UPDATE request_type SET catalog_use = 'required', item_use = 'optional', situation = 'business-50' WHERE code = 'change-of-address';
UPDATE request_type SET situation = 'no-deadline' WHERE code = 'information';

INSERT INTO type_catalog (type, catalog) VALUES
    ('second-copy', 'billing'), ('negotiation', 'billing'), ('billing-question', 'billing'),
    ('no-connection', 'connection'), ('no-connection', 'equipment'),
    ('slow-connection', 'connection'), ('slow-connection', 'equipment'),
    ('change-of-plan', 'contract'), ('change-of-plan', 'commercial'),
    ('change-of-address', 'contract'), ('cancellation', 'contract');

INSERT INTO reason (code, purpose, names, position) VALUES
    ('second-level', 'forward', '{"pt-BR":"Precisa do segundo nível","en":"Needs the second level","es":"Necesita el segundo nivel"}', 1),
    ('other-subject', 'forward', '{"pt-BR":"Assunto de outra equipe","en":"A subject of another team","es":"Asunto de otro equipo"}', 2),
    ('field-visit', 'forward', '{"pt-BR":"Precisa de visita técnica","en":"Needs a visit in the field","es":"Necesita visita técnica"}', 3),
    ('network', 'forward', '{"pt-BR":"Falha na rede","en":"Fault of the network","es":"Falla de la red"}', 4),
    ('end-of-shift', 'forward', '{"pt-BR":"Fim do expediente","en":"End of the shift","es":"Fin del turno"}', 5),
    ('duplicate', 'cancel', '{"pt-BR":"Aberta em duplicidade","en":"Opened twice","es":"Abierta por duplicado"}', 1),
    ('by-mistake', 'cancel', '{"pt-BR":"Aberta por engano","en":"Opened by mistake","es":"Abierta por error"}', 2),
    ('withdrawn', 'cancel', '{"pt-BR":"O cliente desistiu","en":"The customer withdrew it","es":"El cliente desistió"}', 3),
    ('no-answer', 'cancel', '{"pt-BR":"O cliente não respondeu","en":"The customer did not answer","es":"El cliente no respondió"}', 4),
    ('came-back', 'reopen', '{"pt-BR":"O problema voltou","en":"The problem came back","es":"El problema volvió"}', 1),
    ('not-solved', 'reopen', '{"pt-BR":"Não tinha sido resolvida","en":"It had not been solved","es":"No había sido resuelta"}', 2),
    ('closed-by-mistake', 'reopen', '{"pt-BR":"Encerrada por engano","en":"Closed by mistake","es":"Cerrada por error"}', 3);

-- What waits already has been waiting since it was last written about.
INSERT INTO request_pause (request, began_at)
SELECT r.id, coalesce((SELECT max(p.at) FROM report p WHERE p.request = r.id), r.opened_at)
FROM request r JOIN request_status s ON s.code = r.status WHERE s.kind = 'waiting' AND r.ended_at IS NULL;
