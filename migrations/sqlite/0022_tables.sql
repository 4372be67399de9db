-- What an administrator sets of widgets and actions, also for one profile alone, and the desk's tables: what
-- is hidden, and which version of a row a form saw.

-- The same table with a profile, and who set it when. A sealed value is bound to the table's name and the
-- row's id, which stay.
CREATE TABLE plugin_setting_next (
    id           BLOB PRIMARY KEY,
    plugin       TEXT NOT NULL REFERENCES plugin (name),
    contribution TEXT NOT NULL,
    key          TEXT NOT NULL,
    -- Whose users it is for; none: all for whom nothing else is set.
    profile      BLOB REFERENCES profile (id),
    value        TEXT,
    sealed       BLOB,
    -- None: the operator at the command line.
    set_by       BLOB REFERENCES user_account (id),
    set_at       TEXT,
    CHECK ((value IS NULL) <> (sealed IS NULL))
) STRICT;
INSERT INTO plugin_setting_next (id, plugin, contribution, key, value, sealed)
SELECT id, plugin, contribution, key, value, sealed FROM plugin_setting;
DROP TABLE plugin_setting;
ALTER TABLE plugin_setting_next RENAME TO plugin_setting;
CREATE UNIQUE INDEX plugin_setting_profile ON plugin_setting (plugin, contribution, key, profile) WHERE profile IS NOT NULL;
CREATE UNIQUE INDEX plugin_setting_all ON plugin_setting (plugin, contribution, key) WHERE profile IS NULL;

-- How a widget or an action is shown in place of what its plugin declares. A language that is missing, and no
-- tab: the plugin's own.
CREATE TABLE plugin_shown (
    plugin       TEXT NOT NULL REFERENCES plugin (name),
    contribution TEXT NOT NULL,
    titles       TEXT NOT NULL,
    summaries    TEXT NOT NULL,
    tab          TEXT,
    PRIMARY KEY (plugin, contribution)
) STRICT;

-- What was set of a widget or an action, apart from what was done with it for customers.
CREATE INDEX audit_line_contribution ON audit_line (contribution, at) WHERE contribution IS NOT NULL AND person IS NULL;

-- What is hidden is offered no more; what names it goes on. A form names the version that it saw.
ALTER TABLE request_status ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE request_status ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE request_type ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE request_type ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE situation ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE situation ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE catalog ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE catalog ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE catalog_item ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE catalog_item ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reason ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reason ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_kind ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_kind ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE text_module ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE text_module ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE business_calendar ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
