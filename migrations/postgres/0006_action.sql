-- A run: an action being carried out for one request, from its first question to its receipt.
-- `version` grows with every change, and a change names the one that it saw.
CREATE TABLE action_run (
    id UUID NOT NULL PRIMARY KEY,
    request UUID NOT NULL REFERENCES request (id),
    company UUID NOT NULL REFERENCES company (id),
    -- The action, and the bytes of the plugin on which the run began and stays.
    plugin TEXT NOT NULL,
    name TEXT NOT NULL,
    digest BYTEA NOT NULL,
    -- A tool ends without the closing form.
    tool BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asking', 'review', 'committed', 'closing', 'done', 'left')),
    version BIGINT NOT NULL,
    -- How many steps are answered; the answers themselves are sealed.
    steps BIGINT NOT NULL,
    answers BYTEA NOT NULL,
    -- What the review showed (effects and report), and what the receipt shows; sealed.
    review BYTEA,
    receipt BYTEA,
    started_by UUID NOT NULL REFERENCES user_account (id),
    started_at TIMESTAMPTZ NOT NULL,
    updated_by UUID NOT NULL REFERENCES user_account (id),
    updated_at TIMESTAMPTZ NOT NULL,
    CHECK (state <> 'review' OR review IS NOT NULL),
    CHECK ((state IN ('committed', 'closing', 'done')) = (receipt IS NOT NULL))
);

CREATE INDEX action_run_open ON action_run (request) WHERE state NOT IN ('done', 'left');
