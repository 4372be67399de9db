-- People: what a form saw, passwords that have to be changed, where a session is, second factors, and
-- how a company looks.

-- Moves with every change of a user, so that no form drawn before it is applied unseen.
ALTER TABLE user_account ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- Whether the next sign-in asks for a new password: somebody else knows this one.
ALTER TABLE user_account ADD COLUMN password_is_known INTEGER NOT NULL DEFAULT 0;

-- Whether users of this profile sign in with a second factor only.
ALTER TABLE profile ADD COLUMN second_factor INTEGER NOT NULL DEFAULT 0;

-- Whether the team is used no more. What happened in it keeps its name.
ALTER TABLE team ADD COLUMN retired INTEGER NOT NULL DEFAULT 0;

-- From where a session began, and by which browser, if it said.
ALTER TABLE session ADD COLUMN address TEXT;
ALTER TABLE session ADD COLUMN browser TEXT;

-- Sign-ins whose password was right and which lack a step. None of them is a session.
CREATE TABLE half_session (
    token_hash   BLOB    NOT NULL PRIMARY KEY,
    user_account BLOB    NOT NULL REFERENCES user_account (id),
    has_factor   INTEGER NOT NULL,
    started_at   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX half_session_by_user ON half_session (user_account);
CREATE INDEX half_session_by_age ON half_session (started_at);

-- The second factor of a user (RFC 6238); one that is not confirmed yet guards nothing. No code of a
-- step up to the last one is taken again.
CREATE TABLE second_factor (
    user_account BLOB    NOT NULL PRIMARY KEY REFERENCES user_account (id),
    secret       BLOB    NOT NULL,
    confirmed_at TEXT,
    last_step    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What stands in once for a second factor that is lost: hashes of 80 random bits each.
CREATE TABLE recovery_code (
    user_account BLOB NOT NULL REFERENCES user_account (id),
    digest       BLOB NOT NULL,
    PRIMARY KEY (user_account, digest)
) STRICT, WITHOUT ROWID;

-- How the pages look for those who work in a company: its accent on light and on dark ground. The
-- version moves with the colours and with the logo; it is part of their addresses.
CREATE TABLE company_look (
    company BLOB    NOT NULL PRIMARY KEY REFERENCES company (id),
    light   TEXT,
    dark    TEXT,
    version INTEGER NOT NULL,
    CHECK ((light IS NULL) = (dark IS NULL))
) STRICT, WITHOUT ROWID;
