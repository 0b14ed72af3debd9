-- What happened to a licence, a meter, the provider: written once, never changed; deadlines are computed from it.
CREATE TABLE happening (
    number  BIGINT PRIMARY KEY,
    subject TEXT NOT NULL,
    event   TEXT NOT NULL,
    at      TEXT NOT NULL,
    tags    TEXT NOT NULL,
    due     TEXT,
    detail  TEXT NOT NULL
);
CREATE INDEX happening_subject ON happening (subject, at, number);
CREATE INDEX happening_event ON happening (event, at);
