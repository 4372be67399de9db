CREATE TABLE generation (
    only   INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL,
    topic  TEXT    NOT NULL
) STRICT;
INSERT INTO generation (only, number, topic) VALUES (1, 0, '');
