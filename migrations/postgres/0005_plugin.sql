-- Plugins: who owns a name, which versions there are, what they may do, what is set for them.

CREATE TABLE plugin (
    name         TEXT COLLATE "C" PRIMARY KEY,
    -- Who installed it first; nobody else may install under this name.
    installer    TEXT NOT NULL,
    enabled      BOOLEAN NOT NULL,
    -- The digest of the version that is live.
    live         BYTEA NOT NULL,
    installed_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE plugin_version (
    -- SHA-256 of the component: its identity.
    digest       BYTEA PRIMARY KEY CHECK (length(digest) = 32),
    plugin       TEXT NOT NULL REFERENCES plugin (name),
    class        TEXT NOT NULL,
    bytes        BYTEA NOT NULL,
    -- What the component said of itself, and what it imports, as they were when it was installed.
    description  JSONB NOT NULL,
    installed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX plugin_version_plugin ON plugin_version (plugin);

-- What an administrator allowed or forbade: for one profile, or for all where none is named.
CREATE TABLE plugin_grant (
    id         UUID PRIMARY KEY,
    plugin     TEXT NOT NULL REFERENCES plugin (name),
    permission TEXT NOT NULL,
    profile    UUID,
    allowed    BOOLEAN NOT NULL,
    granted_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX plugin_grant_profile ON plugin_grant (plugin, permission, profile) WHERE profile IS NOT NULL;
CREATE UNIQUE INDEX plugin_grant_all ON plugin_grant (plugin, permission) WHERE profile IS NULL;

-- Widgets and actions that an administrator switched off.
CREATE TABLE plugin_off (
    plugin       TEXT NOT NULL REFERENCES plugin (name),
    contribution TEXT NOT NULL,
    PRIMARY KEY (plugin, contribution)
);

-- What an administrator set for a widget or an action. A secret is sealed, anything else plain.
CREATE TABLE plugin_setting (
    id           UUID PRIMARY KEY,
    plugin       TEXT NOT NULL REFERENCES plugin (name),
    contribution TEXT NOT NULL,
    key          TEXT NOT NULL,
    value        TEXT,
    sealed       BYTEA,
    UNIQUE (plugin, contribution, key),
    CHECK ((value IS NULL) <> (sealed IS NULL))
);
