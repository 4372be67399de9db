-- What is handed over in forms, and what of it is kept: files of requests, documents of people and tags.

-- What an agent gave to a field that no plugin may read: bound to user, run and field, and gone when it is
-- claimed or expires. A file's bytes are the stored file of the same id.
CREATE TABLE run_input (
    id         UUID NOT NULL PRIMARY KEY,
    request    UUID NOT NULL REFERENCES request (id),
    run        UUID NOT NULL,
    field      TEXT COLLATE "C" NOT NULL,
    given_by   UUID NOT NULL REFERENCES user_account (id),
    kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('file', 'secret')),
    -- A secret's text.
    sealed     BYTEA,
    expires_at TIMESTAMPTZ NOT NULL,
    UNIQUE (run, field),
    CHECK ((kind = 'secret') = (sealed IS NOT NULL))
);
CREATE INDEX run_input_by_expiry ON run_input (expires_at);

-- Bytes in the files folder, encrypted with a key of their own. Without the key they are noise, so that
-- erasing it in a transaction erases them; the bytes themselves are removed behind it.
CREATE TABLE stored_file (
    id         UUID NOT NULL PRIMARY KEY,
    -- As it was called where it came from.
    name       TEXT NOT NULL,
    -- By its content, never by its name.
    media_type TEXT NOT NULL,
    bytes      BIGINT NOT NULL CHECK (bytes > 0),
    -- SHA-256 of the content.
    digest     BYTEA NOT NULL,
    key        BYTEA,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'kept', 'erased', 'gone')),
    -- While it is pending: nobody claims it later.
    expires_at TIMESTAMPTZ,
    stored_at  TIMESTAMPTZ NOT NULL,
    CHECK ((state IN ('pending', 'kept')) = (key IS NOT NULL)),
    CHECK ((state = 'pending') = (expires_at IS NOT NULL))
);
CREATE INDEX stored_file_pending ON stored_file (expires_at) WHERE state = 'pending';
CREATE INDEX stored_file_erased ON stored_file (id) WHERE state = 'erased';

-- Kinds of attachments and of documents are data.
CREATE TABLE file_kind (
    subject  TEXT NOT NULL CHECK (subject IN ('attachment', 'document')),
    code     TEXT COLLATE "C" NOT NULL,
    names    JSONB NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (subject, code)
);

-- A file of a customer with what was said of it: an attachment of the request, or a document linked to
-- the person or to one tag. Deleted, it stays as a line.
CREATE TABLE file_record (
    id            UUID NOT NULL PRIMARY KEY,
    subject       TEXT NOT NULL CHECK (subject IN ('attachment', 'document')),
    company       UUID NOT NULL REFERENCES company (id),
    person        UUID NOT NULL REFERENCES person (id),
    -- In which it was handed over.
    request       UUID NOT NULL REFERENCES request (id),
    -- Of a document that is linked to it; none: to the person.
    tag           UUID REFERENCES tag (id),
    file          UUID NOT NULL UNIQUE REFERENCES stored_file (id),
    title         TEXT NOT NULL,
    description   TEXT NOT NULL,
    kind          TEXT COLLATE "C" NOT NULL,
    valid_until   DATE,
    visible       BOOLEAN NOT NULL,
    -- Raised by every change, so that a stale one is noticed.
    version       BIGINT NOT NULL,
    added_by      UUID NOT NULL REFERENCES user_account (id),
    added_at      TIMESTAMPTZ NOT NULL,
    deleted_by    UUID REFERENCES user_account (id),
    deleted_at    TIMESTAMPTZ,
    delete_reason TEXT,
    FOREIGN KEY (subject, kind) REFERENCES file_kind (subject, code),
    CHECK (subject = 'document' OR tag IS NULL),
    CHECK ((deleted_at IS NULL) = (deleted_by IS NULL) AND (deleted_at IS NULL) = (delete_reason IS NULL))
);
CREATE INDEX file_record_of_person ON file_record (person, company, subject, id);

-- Who added, opened, downloaded, changed and deleted a file.
CREATE TABLE file_event (
    id          UUID NOT NULL PRIMARY KEY,
    record      UUID NOT NULL REFERENCES file_record (id),
    at          TIMESTAMPTZ NOT NULL,
    by_user     UUID NOT NULL REFERENCES user_account (id),
    what        TEXT NOT NULL CHECK (what IN ('added', 'viewed', 'downloaded', 'changed', 'deleted')),
    -- Of a change: what was said of the file before, and after.
    differences JSONB NOT NULL
);
CREATE INDEX file_event_of_record ON file_event (record, id);

INSERT INTO file_kind (subject, code, names, position) VALUES
    ('attachment', 'photo', '{"pt-BR":"Foto","en":"Photo","es":"Foto"}', 1),
    ('attachment', 'payment-proof', '{"pt-BR":"Comprovante de pagamento","en":"Proof of payment","es":"Comprobante de pago"}', 2),
    ('attachment', 'technical-report', '{"pt-BR":"Laudo técnico","en":"Technical report","es":"Informe técnico"}', 3),
    ('attachment', 'service-order', '{"pt-BR":"Ordem de serviço assinada","en":"Signed service order","es":"Orden de servicio firmada"}', 4),
    ('attachment', 'other', '{"pt-BR":"Outro","en":"Other","es":"Otro"}', 5),
    ('document', 'identity', '{"pt-BR":"Documento de identidade","en":"Identity document","es":"Documento de identidad"}', 1),
    ('document', 'address-proof', '{"pt-BR":"Comprovante de endereço","en":"Proof of address","es":"Comprobante de domicilio"}', 2),
    ('document', 'contract', '{"pt-BR":"Contrato assinado","en":"Signed contract","es":"Contrato firmado"}', 3),
    ('document', 'authorisation', '{"pt-BR":"Procuração ou autorização","en":"Power of attorney or authorisation","es":"Poder o autorización"}', 4),
    ('document', 'project', '{"pt-BR":"Projeto ou planta","en":"Plan of the premises","es":"Proyecto o plano"}', 5),
    ('document', 'other', '{"pt-BR":"Outro","en":"Other","es":"Otro"}', 6);
