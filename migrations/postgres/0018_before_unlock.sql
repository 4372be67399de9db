-- What a line carried when a trust unlock lifted its block: what it carries again when that ends unpaid.
ALTER TABLE connection ADD COLUMN before_unlock TEXT CHECK (before_unlock IN ('reduced', 'blocked'));
