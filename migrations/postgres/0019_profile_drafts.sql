-- A version of a profile holds its name and its rights beside its layout, so that undoing brings back
-- all three. Versions from before this get the name and the rights that their profile has now.
DROP TRIGGER layout_version_stays ON layout_version;
ALTER TABLE layout_version ADD COLUMN name JSONB NOT NULL DEFAULT '{}';
ALTER TABLE layout_version ADD COLUMN rights JSONB NOT NULL DEFAULT '[]';
UPDATE layout_version SET
    name = (SELECT p.name FROM profile p WHERE p.id = layout_version.profile),
    rights = (SELECT p.rights FROM profile p WHERE p.id = layout_version.profile);
CREATE TRIGGER layout_version_stays BEFORE UPDATE OR DELETE ON layout_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A profile that nobody is put into any more.
ALTER TABLE profile ADD COLUMN retired_at TIMESTAMPTZ;

-- What is being made of a profile: one draft for all administrators. The row stays when the draft is
-- published or thrown away, so that its revision never comes back.
CREATE TABLE profile_draft (
    profile  UUID NOT NULL PRIMARY KEY REFERENCES profile (id),
    -- Moves with every change; a form carries the one that it was drawn with.
    revision BIGINT NOT NULL,
    -- Name, rights and layout; none while there is no draft.
    content  JSONB,
    -- The live version on which it is based.
    base     BIGINT NOT NULL,
    -- The last changes, for whoever comes too late.
    log      JSONB NOT NULL
);
