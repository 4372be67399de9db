-- Plugins: who owns a name, which versions there are, what they may do, what is set for them.

CREATE TABLE plugin (
    name         TEXT PRIMARY KEY,
    -- Who installed it first; nobody else may install under this name.
    installer    TEXT NOT NULL,
    enabled      INTEGER NOT NULL,
    -- The digest of the version that is live.
    live         BLOB NOT NULL,
    installed_at TEXT NOT NULL
) STRICT;

CREATE TABLE plugin_version (
    -- SHA-256 of the component: its identity.
    digest       BLOB PRIMARY KEY CHECK (length(digest) = 32),
    plugin       TEXT NOT NULL REFERENCES plugin (name),
    class        TEXT NOT NULL,
    bytes        BLOB NOT NULL,
    -- What the component said of itself, and what it imports, as they were when it was installed.
    description  TEXT NOT NULL,
    installed_at TEXT NOT NULL
) STRICT;
CREATE INDEX plugin_version_plugin ON plugin_version (plugin);

-- What an administrator allowed or forbade: for one profile, or for all where none is named.
CREATE TABLE plugin_grant (
    id         BLOB PRIMARY KEY,
    plugin     TEXT NOT NULL REFERENCES plugin (name),
    permission TEXT NOT NULL,
    profile    BLOB,
    allowed    INTEGER NOT NULL,
    granted_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX plugin_grant_profile ON plugin_grant (plugin, permission, profile) WHERE profile IS NOT NULL;
CREATE UNIQUE INDEX plugin_grant_all ON plugin_grant (plugin, permission) WHERE profile IS NULL;

-- Widgets and actions that an administrator switched off.
CREATE TABLE plugin_off (
    plugin       TEXT NOT NULL REFERENCES plugin (name),
    contribution TEXT NOT NULL,
    PRIMARY KEY (plugin, contribution)
) STRICT;

-- What an administrator set for a widget or an action. A secret is sealed, anything else plain.
CREATE TABLE plugin_setting (
    id           BLOB PRIMARY KEY,
    plugin       TEXT NOT NULL REFERENCES plugin (name),
    contribution TEXT NOT NULL,
    key          TEXT NOT NULL,
    value        TEXT,
    sealed       BLOB,
    UNIQUE (plugin, contribution, key),
    CHECK ((value IS NULL) <> (sealed IS NULL))
) STRICT;
