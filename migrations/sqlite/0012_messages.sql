-- What was sent to customers. Recipient, subject and body are sealed: they are personal, and a slip's
-- codes are worth money.
CREATE TABLE message (
    id         BLOB PRIMARY KEY NOT NULL,
    request    BLOB NOT NULL REFERENCES request (id),
    author     BLOB NOT NULL REFERENCES user_account (id),
    recipient  BLOB NOT NULL,
    subject    BLOB NOT NULL,
    body       BLOB NOT NULL,
    created_at TEXT NOT NULL,
    -- When the mail server took it.
    sent_at    TEXT
) STRICT;
CREATE INDEX message_of_request ON message (request, id);
