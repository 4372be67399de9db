-- How a company sends mail, and what each mail has around its text.

-- The SMTP server. Its password is sealed for the company's row.
CREATE TABLE mail_server (
    company      UUID    NOT NULL PRIMARY KEY REFERENCES company (id),
    host         TEXT    NOT NULL,
    port         BIGINT  NOT NULL CHECK (port BETWEEN 1 AND 65535),
    security     TEXT    NOT NULL CHECK (security IN ('tls', 'starttls', 'none')),
    -- The certificate (PEM) of an authority of the provider's own, trusted for this server alone.
    authority    TEXT,
    login        TEXT,
    password     BYTEA,
    from_address TEXT    NOT NULL,
    from_name    TEXT    NOT NULL,
    reply_to     TEXT,
    CHECK ((login IS NULL) = (password IS NULL))
);

CREATE TABLE mail_template (
    company        UUID    NOT NULL PRIMARY KEY REFERENCES company (id),
    subject_prefix TEXT    NOT NULL,
    greeting       TEXT    NOT NULL,
    signature      TEXT    NOT NULL,
    -- Whether a customer is told the protocol of a request that opens.
    announce       BOOLEAN NOT NULL
);

-- The charges whose codes stand in a mail, so that their slips can go with it.
CREATE TABLE message_charge (
    message  UUID    NOT NULL REFERENCES message (id),
    position BIGINT  NOT NULL,
    charge   UUID    NOT NULL REFERENCES charge (id),
    PRIMARY KEY (message, position)
);
