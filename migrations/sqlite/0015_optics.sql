-- The OLTs of a company. What is removed keeps its row, for outages of the past are told by it; its
-- credentials are erased.
CREATE TABLE olt (
    id          BLOB PRIMARY KEY NOT NULL,
    company     BLOB NOT NULL REFERENCES company (id),
    -- As people call it.
    name        TEXT NOT NULL,
    -- Host or address, and UDP port of its SNMP agent.
    address     TEXT NOT NULL,
    port        INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    -- The key of an entry of the tables of OIDs.
    vendor      TEXT NOT NULL,
    snmp        TEXT NOT NULL CHECK (snmp IN ('v2c', 'v3')),
    -- Sealed.
    credentials BLOB,
    -- Raised by every change, so that a conversation that goes on with old credentials is noticed.
    version     INTEGER NOT NULL,
    removed_at  TEXT,
    CHECK ((removed_at IS NULL) = (credentials IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX olt_in_use ON olt (company, name) WHERE removed_at IS NULL;

-- Where the ONU of a line is: all that an OLT is asked by.
CREATE TABLE onu_port (
    connection BLOB PRIMARY KEY NOT NULL REFERENCES connection (id),
    olt        BLOB NOT NULL REFERENCES olt (id),
    frame      INTEGER NOT NULL CHECK (frame >= 0),
    slot       INTEGER NOT NULL CHECK (slot >= 0),
    pon        INTEGER NOT NULL CHECK (pon >= 0),
    onu        INTEGER NOT NULL CHECK (onu >= 0)
) STRICT;
CREATE UNIQUE INDEX onu_port_once ON onu_port (olt, frame, slot, pon, onu);

-- What levels are worth at a company, in hundredths of a dBm; the desk's own thresholds where it has none.
CREATE TABLE signal_policy (
    company BLOB NOT NULL REFERENCES company (id),
    -- Received by the ONU, sent by it, received at the OLT.
    level   TEXT NOT NULL CHECK (level IN ('received', 'sent', 'received-at-olt')),
    least   INTEGER NOT NULL,
    good    INTEGER NOT NULL,
    most    INTEGER NOT NULL,
    PRIMARY KEY (company, level),
    CHECK (least <= good AND good <= most)
) STRICT;

-- The last readings of an ONU, in hundredths of a dBm.
CREATE TABLE onu_reading (
    connection      BLOB NOT NULL REFERENCES connection (id),
    at              TEXT NOT NULL,
    online          INTEGER NOT NULL,
    received        INTEGER,
    sent            INTEGER,
    received_at_olt INTEGER,
    -- Metres of fibre.
    distance        INTEGER,
    PRIMARY KEY (connection, at)
) STRICT;

-- Something of the network that is known to have failed: an OLT, a PON of one, or an access server.
CREATE TABLE outage (
    id       BLOB PRIMARY KEY NOT NULL,
    company  BLOB NOT NULL REFERENCES company (id),
    olt      BLOB REFERENCES olt (id),
    frame    INTEGER,
    slot     INTEGER,
    pon      INTEGER,
    -- The access server, by the name that lines have.
    nas      TEXT,
    -- What agents may tell the customer.
    note     TEXT NOT NULL,
    began_at TEXT NOT NULL,
    -- None: the operator, at the command line.
    began_by BLOB REFERENCES user_account (id),
    ended_at TEXT,
    ended_by BLOB REFERENCES user_account (id),
    CHECK ((olt IS NULL) <> (nas IS NULL)),
    CHECK ((frame IS NULL) = (slot IS NULL) AND (slot IS NULL) = (pon IS NULL)),
    CHECK (pon IS NULL OR olt IS NOT NULL)
) STRICT;
-- A place is marked once at a time.
CREATE UNIQUE INDEX outage_running ON outage
    (company, coalesce(nas, ''), coalesce(olt, company), coalesce(frame, -1), coalesce(slot, -1), coalesce(pon, -1))
    WHERE ended_at IS NULL;

-- The requests that were served under an outage.
CREATE TABLE outage_request (
    outage  BLOB NOT NULL REFERENCES outage (id),
    request BLOB NOT NULL REFERENCES request (id),
    at      TEXT NOT NULL,
    PRIMARY KEY (outage, request)
) STRICT;
CREATE INDEX outage_request_of ON outage_request (request);
