-- Who may do what, and the trail of what was done.

CREATE TABLE company (
    id              UUID    NOT NULL PRIMARY KEY,
    name            TEXT    NOT NULL,
    trade_name      TEXT    NOT NULL COLLATE "C",
    tax_id          TEXT    NOT NULL COLLATE "C" UNIQUE,
    protocol_prefix INTEGER NOT NULL UNIQUE CHECK (protocol_prefix BETWEEN 0 AND 99)
);

CREATE TABLE team (
    id   UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL COLLATE "C" UNIQUE
);

CREATE TABLE profile (
    id     UUID  NOT NULL PRIMARY KEY,
    key    TEXT  NOT NULL COLLATE "C" UNIQUE,
    name   JSONB NOT NULL,
    rights JSONB NOT NULL
);

CREATE TABLE user_account (
    id            UUID    NOT NULL PRIMARY KEY,
    login         TEXT    NOT NULL COLLATE "C" UNIQUE,
    name          TEXT    NOT NULL,
    team          UUID    REFERENCES team (id),
    profile       UUID    NOT NULL REFERENCES profile (id),
    locale        TEXT    NOT NULL,
    disabled      BOOLEAN NOT NULL,
    password_hash TEXT    NOT NULL
);

CREATE TABLE user_company (
    user_account UUID NOT NULL REFERENCES user_account (id),
    company      UUID NOT NULL REFERENCES company (id),
    PRIMARY KEY (user_account, company)
);

-- A layout is never changed: a new version is added and the pointer moved.
CREATE TABLE layout_version (
    profile UUID        NOT NULL REFERENCES profile (id),
    version BIGINT      NOT NULL,
    layout  JSONB       NOT NULL,
    author  UUID        REFERENCES user_account (id),
    reason  TEXT        NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (profile, version)
);

CREATE TABLE live_layout (
    profile UUID   NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    FOREIGN KEY (profile, version) REFERENCES layout_version (profile, version)
);

-- Only the hash of a token is here: a copy of the database opens no session.
CREATE TABLE session (
    id           UUID        NOT NULL PRIMARY KEY,
    token_hash   BYTEA       NOT NULL UNIQUE,
    user_account UUID        NOT NULL REFERENCES user_account (id),
    company      UUID        NOT NULL REFERENCES company (id),
    started_at   TIMESTAMPTZ NOT NULL,
    used_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX session_by_user ON session (user_account);
CREATE INDEX session_by_age ON session (started_at);

-- Failed sign-ins, by a keyed hash of the login or the address, so that a password typed into the
-- wrong field is not kept.
CREATE TABLE sign_in_failure (
    subject  BYTEA       NOT NULL PRIMARY KEY,
    failures INTEGER     NOT NULL,
    last_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_in_failure_age ON sign_in_failure (last_at);

-- The heads of the audit chains. A writer takes any that is free. All are sealed with the first
-- line that is ever written, so that a chain can't be put back to its beginning unseen.
CREATE TABLE audit_head (
    chain  INTEGER NOT NULL PRIMARY KEY,
    seq    BIGINT  NOT NULL,
    mac    BYTEA   NOT NULL,
    key_id TEXT    NOT NULL,
    seal   BYTEA   NOT NULL
);
INSERT INTO audit_head (chain, seq, mac, key_id, seal)
SELECT chain, 0, '', '', '' FROM generate_series(0, 15) AS chain;

-- The key of each person, itself sealed. Without it, what stands in audit_personal is noise.
CREATE TABLE person_key (
    person UUID  NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);

CREATE TABLE audit_personal (
    id     UUID  NOT NULL PRIMARY KEY,
    person UUID  NOT NULL,
    sealed BYTEA NOT NULL
);

-- `fields` is text, not JSONB: the chain holds it byte by byte.
CREATE TABLE audit_line (
    chain        INTEGER     NOT NULL REFERENCES audit_head (chain),
    seq          BIGINT      NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    act          TEXT        NOT NULL,
    actor        UUID,
    person       UUID,
    request      UUID,
    contribution TEXT,
    address      TEXT,
    fields       TEXT        NOT NULL,
    personal     UUID        REFERENCES audit_personal (id),
    digest       BYTEA,
    key_id       TEXT        NOT NULL,
    mac          BYTEA       NOT NULL,
    PRIMARY KEY (chain, seq)
);
CREATE INDEX audit_line_person ON audit_line (person, at) WHERE person IS NOT NULL;
CREATE INDEX audit_line_request ON audit_line (request, at) WHERE request IS NOT NULL;
CREATE INDEX audit_line_actor ON audit_line (actor, at) WHERE actor IS NOT NULL;
CREATE INDEX audit_line_at ON audit_line (at);

-- The database itself refuses, the owner of the tables included.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER layout_version_stays BEFORE UPDATE OR DELETE ON layout_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_line_stays BEFORE UPDATE OR DELETE ON audit_line
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_personal_stays BEFORE UPDATE OR DELETE ON audit_personal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER layout_version_is_kept BEFORE TRUNCATE ON layout_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_line_is_kept BEFORE TRUNCATE ON audit_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_personal_is_kept BEFORE TRUNCATE ON audit_personal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_is_kept BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_goes_forward BEFORE UPDATE ON audit_head
    FOR EACH ROW WHEN (NEW.chain <> OLD.chain OR (NEW.seq <= OLD.seq AND length(OLD.seal) > 0))
    EXECUTE FUNCTION refuse_change();
