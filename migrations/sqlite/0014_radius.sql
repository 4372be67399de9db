-- An access server: who is told to end a session, or to change it (RFC 5176).
CREATE TABLE access_server (
    id      BLOB PRIMARY KEY NOT NULL,
    company BLOB NOT NULL REFERENCES company (id),
    -- As connection.nas names it.
    name    TEXT NOT NULL,
    -- Its IP address, by which accounting names it, too.
    address TEXT NOT NULL,
    -- Where it listens for what it is told.
    port    INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    vendor  TEXT NOT NULL,
    -- Sealed.
    secret  BLOB NOT NULL,
    UNIQUE (company, name)
) STRICT;

-- What FreeRADIUS is to answer for a line, by what the line may carry: a group that stands before all
-- others of its login, an attribute of its own, or both. No row: what is there without either.
CREATE TABLE line_reply (
    company    BLOB NOT NULL REFERENCES company (id),
    access     TEXT NOT NULL CHECK (access IN ('normal', 'reduced', 'blocked')),
    group_name TEXT,
    attribute  TEXT,
    value      TEXT,
    PRIMARY KEY (company, access),
    CHECK ((attribute IS NULL) = (value IS NULL)),
    CHECK (group_name IS NOT NULL OR attribute IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- The session that an order of the outbox ends or changes, written down before it is sent for the
-- first time: whatever is tried later, a newer session is never meant.
CREATE TABLE ordered_session (
    entry       BLOB PRIMARY KEY NOT NULL REFERENCES outbox (id),
    -- Acct-Session-Id.
    session     TEXT NOT NULL,
    -- What the access server calls itself.
    nas_address TEXT,
    since       TEXT NOT NULL
) STRICT;
