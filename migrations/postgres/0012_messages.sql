-- What was sent to customers. Recipient, subject and body are sealed: they are personal, and a slip's
-- codes are worth money.
CREATE TABLE message (
    id         UUID PRIMARY KEY NOT NULL,
    request    UUID NOT NULL REFERENCES request (id),
    author     UUID NOT NULL REFERENCES user_account (id),
    recipient  BYTEA NOT NULL,
    subject    BYTEA NOT NULL,
    body       BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    -- When the mail server took it.
    sent_at    TIMESTAMPTZ
);
CREATE INDEX message_of_request ON message (request, id);
