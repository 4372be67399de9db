-- What an administrator sets of widgets and actions, also for one profile alone, and the desk's tables: what
-- is hidden, and which version of a row a form saw.

-- Whose users a setting is for (none: all for whom nothing else is set), and who set it when (none: the
-- operator at the command line).
ALTER TABLE plugin_setting DROP CONSTRAINT plugin_setting_plugin_contribution_key_key;
ALTER TABLE plugin_setting ADD COLUMN profile UUID REFERENCES profile (id);
ALTER TABLE plugin_setting ADD COLUMN set_by UUID REFERENCES user_account (id);
ALTER TABLE plugin_setting ADD COLUMN set_at TIMESTAMPTZ;
CREATE UNIQUE INDEX plugin_setting_profile ON plugin_setting (plugin, contribution, key, profile) WHERE profile IS NOT NULL;
CREATE UNIQUE INDEX plugin_setting_all ON plugin_setting (plugin, contribution, key) WHERE profile IS NULL;

-- How a widget or an action is shown in place of what its plugin declares. A language that is missing, and no
-- tab: the plugin's own.
CREATE TABLE plugin_shown (
    plugin       TEXT NOT NULL REFERENCES plugin (name),
    contribution TEXT NOT NULL,
    titles       JSONB NOT NULL,
    summaries    JSONB NOT NULL,
    tab          TEXT,
    PRIMARY KEY (plugin, contribution)
);

-- What was set of a widget or an action, apart from what was done with it for customers.
CREATE INDEX audit_line_contribution ON audit_line (contribution, at) WHERE contribution IS NOT NULL AND person IS NULL;

-- What is hidden is offered no more; what names it goes on. A form names the version that it saw.
ALTER TABLE request_status ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE, ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE request_type ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE, ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE situation ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE, ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalog ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE, ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalog_item ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE, ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reason ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE, ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE file_kind ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE, ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE text_module ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE, ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE business_calendar ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
