CREATE TABLE generation (
    only   BIGINT  NOT NULL PRIMARY KEY CHECK (only = 1),
    number BIGINT  NOT NULL,
    topic  TEXT    NOT NULL
);
INSERT INTO generation (only, number, topic) VALUES (1, 0, '');
