-- A version of a profile holds its name and its rights beside its layout, so that undoing brings back
-- all three. Versions from before this get the name and the rights that their profile has now.
DROP TRIGGER layout_version_stays;
ALTER TABLE layout_version ADD COLUMN name TEXT NOT NULL DEFAULT '{}';
ALTER TABLE layout_version ADD COLUMN rights TEXT NOT NULL DEFAULT '[]';
UPDATE layout_version SET
    name = (SELECT p.name FROM profile p WHERE p.id = layout_version.profile),
    rights = (SELECT p.rights FROM profile p WHERE p.id = layout_version.profile);
CREATE TRIGGER layout_version_stays BEFORE UPDATE ON layout_version
BEGIN SELECT RAISE(ABORT, 'a published layout is never changed'); END;

-- A profile that nobody is put into any more.
ALTER TABLE profile ADD COLUMN retired_at TEXT;

-- What is being made of a profile: one draft for all administrators. The row stays when the draft is
-- published or thrown away, so that its revision never comes back.
CREATE TABLE profile_draft (
    profile  BLOB NOT NULL PRIMARY KEY REFERENCES profile (id),
    -- Moves with every change; a form carries the one that it was drawn with.
    revision INTEGER NOT NULL,
    -- Name, rights and layout; none while there is no draft.
    content  TEXT,
    -- The live version on which it is based.
    base     INTEGER NOT NULL,
    -- The last changes, for whoever comes too late.
    log      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
