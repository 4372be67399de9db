-- Plugins on the administrator's page: what waits for a decision, what a form saw, what is held back.

-- Counts the changes of a plugin: a form carries the one that it saw.
ALTER TABLE plugin ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

-- When somebody decided that a version may run; none: it waits.
ALTER TABLE plugin_version ADD COLUMN decided_at TEXT;
UPDATE plugin_version SET decided_at = installed_at WHERE EXISTS (
    SELECT 1 FROM plugin JOIN plugin_version live_version ON live_version.digest = plugin.live
    WHERE plugin.name = plugin_version.plugin AND (plugin.enabled OR plugin.installer = 'pack')
    AND plugin_version.installed_at <= live_version.installed_at
);

-- Whether everything that did not come with the desk is off, whatever its own switch says.
CREATE TABLE plugin_hold (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    others   INTEGER NOT NULL
) STRICT;
INSERT INTO plugin_hold (only_row, others) VALUES (1, 0);
