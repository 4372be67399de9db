-- The day of an agent: what they have open, what they are typing, the texts that they use again.

-- Whether keys that stand alone do something on this user's pages (WCAG 2.1.4).
ALTER TABLE user_account ADD COLUMN single_keys INTEGER NOT NULL DEFAULT 1;

-- What the supervisor's page counts.
CREATE INDEX request_open ON request (company, assigned_team) WHERE ended_at IS NULL;
CREATE INDEX request_by_opening ON request (company, opened_at);
CREATE INDEX request_by_end ON request (company, ended_at) WHERE ended_at IS NOT NULL;

-- The strip: the attendances that a user has open, each once.
CREATE TABLE open_attendance (
    user_account BLOB NOT NULL REFERENCES user_account (id),
    request      BLOB NOT NULL REFERENCES request (id),
    opened_at    TEXT NOT NULL,
    PRIMARY KEY (user_account, request)
) STRICT, WITHOUT ROWID;

-- A report that is being typed; gone when it is written.
CREATE TABLE draft (
    author   BLOB NOT NULL REFERENCES user_account (id),
    request  BLOB NOT NULL REFERENCES request (id),
    audience TEXT NOT NULL CHECK (audience IN ('internal', 'customer')),
    text     TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (author, request)
) STRICT, WITHOUT ROWID;

-- The form by which a report was written: one that is sent twice writes one.
ALTER TABLE report ADD COLUMN form BLOB;
CREATE UNIQUE INDEX report_by_form ON report (form) WHERE form IS NOT NULL;

-- A text that agents use again. Its placeholders are replaced when it is put into a report.
CREATE TABLE text_module (
    id       BLOB PRIMARY KEY NOT NULL,
    company  BLOB NOT NULL REFERENCES company (id),
    title    TEXT NOT NULL,
    body     TEXT NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (company, title)
) STRICT;
