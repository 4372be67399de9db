-- Who may do what, and the trail of what was done.

CREATE TABLE company (
    id              BLOB    NOT NULL PRIMARY KEY,
    name            TEXT    NOT NULL,
    trade_name      TEXT    NOT NULL,
    tax_id          TEXT    NOT NULL UNIQUE,
    protocol_prefix INTEGER NOT NULL UNIQUE CHECK (protocol_prefix BETWEEN 0 AND 99)
) STRICT;

CREATE TABLE team (
    id   BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE profile (
    id     BLOB NOT NULL PRIMARY KEY,
    key    TEXT NOT NULL UNIQUE,
    name   TEXT NOT NULL,
    rights TEXT NOT NULL
) STRICT;

CREATE TABLE user_account (
    id            BLOB    NOT NULL PRIMARY KEY,
    login         TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    team          BLOB    REFERENCES team (id),
    profile       BLOB    NOT NULL REFERENCES profile (id),
    locale        TEXT    NOT NULL,
    disabled      INTEGER NOT NULL,
    password_hash TEXT    NOT NULL
) STRICT;

CREATE TABLE user_company (
    user_account BLOB NOT NULL REFERENCES user_account (id),
    company      BLOB NOT NULL REFERENCES company (id),
    PRIMARY KEY (user_account, company)
) STRICT, WITHOUT ROWID;

-- A layout is never changed: a new version is added and the pointer moved.
CREATE TABLE layout_version (
    profile BLOB    NOT NULL REFERENCES profile (id),
    version INTEGER NOT NULL,
    layout  TEXT    NOT NULL,
    author  BLOB    REFERENCES user_account (id),
    reason  TEXT    NOT NULL,
    at      TEXT    NOT NULL,
    PRIMARY KEY (profile, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER layout_version_stays BEFORE UPDATE ON layout_version
BEGIN SELECT RAISE(ABORT, 'a published layout is never changed'); END;
CREATE TRIGGER layout_version_is_kept BEFORE DELETE ON layout_version
BEGIN SELECT RAISE(ABORT, 'a published layout is never deleted'); END;

CREATE TABLE live_layout (
    profile BLOB    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    FOREIGN KEY (profile, version) REFERENCES layout_version (profile, version)
) STRICT;

-- Only the hash of a token is here: a copy of the database opens no session.
CREATE TABLE session (
    id           BLOB NOT NULL PRIMARY KEY,
    token_hash   BLOB NOT NULL UNIQUE,
    user_account BLOB NOT NULL REFERENCES user_account (id),
    company      BLOB NOT NULL REFERENCES company (id),
    started_at   TEXT NOT NULL,
    used_at      TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session (user_account);
CREATE INDEX session_by_age ON session (started_at);

-- Failed sign-ins, by a keyed hash of the login or the address, so that a password typed into the
-- wrong field is not kept.
CREATE TABLE sign_in_failure (
    subject  BLOB    NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at  TEXT    NOT NULL
) STRICT;
CREATE INDEX sign_in_failure_age ON sign_in_failure (last_at);

-- The heads of the audit chains. A writer takes any that is free. All are sealed with the first
-- line that is ever written, so that a chain can't be put back to its beginning unseen.
CREATE TABLE audit_head (
    chain  INTEGER NOT NULL PRIMARY KEY,
    seq    INTEGER NOT NULL,
    mac    BLOB    NOT NULL,
    key_id TEXT    NOT NULL,
    seal   BLOB    NOT NULL
) STRICT;
INSERT INTO audit_head (chain, seq, mac, key_id, seal)
WITH RECURSIVE chains (chain) AS (SELECT 0 UNION ALL SELECT chain + 1 FROM chains WHERE chain < 15)
SELECT chain, 0, x'', '', x'' FROM chains;

-- The key of each person, itself sealed. Without it, what stands in audit_personal is noise.
CREATE TABLE person_key (
    person BLOB NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE audit_personal (
    id     BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE audit_line (
    chain        INTEGER NOT NULL REFERENCES audit_head (chain),
    seq          INTEGER NOT NULL,
    at           TEXT    NOT NULL,
    act          TEXT    NOT NULL,
    actor        BLOB,
    person       BLOB,
    request      BLOB,
    contribution TEXT,
    address      TEXT,
    fields       TEXT    NOT NULL,
    personal     BLOB    REFERENCES audit_personal (id),
    digest       BLOB,
    key_id       TEXT    NOT NULL,
    mac          BLOB    NOT NULL,
    PRIMARY KEY (chain, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_line_person ON audit_line (person, at) WHERE person IS NOT NULL;
CREATE INDEX audit_line_request ON audit_line (request, at) WHERE request IS NOT NULL;
CREATE INDEX audit_line_actor ON audit_line (actor, at) WHERE actor IS NOT NULL;
CREATE INDEX audit_line_at ON audit_line (at);

-- The database itself refuses. An INSERT OR REPLACE deletes without asking the trigger for
-- DELETE, hence the third of each.
CREATE TRIGGER audit_line_stays BEFORE UPDATE ON audit_line
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_line_is_kept BEFORE DELETE ON audit_line
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_line_is_new BEFORE INSERT ON audit_line
WHEN EXISTS (SELECT 1 FROM audit_line WHERE chain = NEW.chain AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_personal_stays BEFORE UPDATE ON audit_personal
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_personal_is_kept BEFORE DELETE ON audit_personal
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_personal_is_new BEFORE INSERT ON audit_personal
WHEN EXISTS (SELECT 1 FROM audit_personal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the head of a chain is never deleted'); END;
CREATE TRIGGER audit_head_goes_forward BEFORE UPDATE ON audit_head
WHEN NEW.chain <> OLD.chain OR (NEW.seq <= OLD.seq AND length(OLD.seal) > 0)
BEGIN SELECT RAISE(ABORT, 'the head of a chain only goes forward'); END;
