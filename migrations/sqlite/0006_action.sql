-- A run: an action being carried out for one request, from its first question to its receipt.
-- `version` grows with every change, and a change names the one that it saw.
CREATE TABLE action_run (
    id BLOB NOT NULL PRIMARY KEY,
    request BLOB NOT NULL REFERENCES request (id),
    company BLOB NOT NULL REFERENCES company (id),
    -- The action, and the bytes of the plugin on which the run began and stays.
    plugin TEXT NOT NULL,
    name TEXT NOT NULL,
    digest BLOB NOT NULL,
    -- A tool ends without the closing form.
    tool INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asking', 'review', 'committed', 'closing', 'done', 'left')),
    version INTEGER NOT NULL,
    -- How many steps are answered; the answers themselves are sealed.
    steps INTEGER NOT NULL,
    answers BLOB NOT NULL,
    -- What the review showed (effects and report), and what the receipt shows; sealed.
    review BLOB,
    receipt BLOB,
    started_by BLOB NOT NULL REFERENCES user_account (id),
    started_at TEXT NOT NULL,
    updated_by BLOB NOT NULL REFERENCES user_account (id),
    updated_at TEXT NOT NULL,
    CHECK (state <> 'review' OR review IS NOT NULL),
    CHECK ((state IN ('committed', 'closing', 'done')) = (receipt IS NOT NULL))
) STRICT;

CREATE INDEX action_run_open ON action_run (request) WHERE state NOT IN ('done', 'left');
