-- What the provider knows about its customers, who read it and why, where it is housed, what got out.
CREATE TABLE customer (
    id     TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    street TEXT NOT NULL,
    city   TEXT NOT NULL,
    state  TEXT NOT NULL,
    zip    TEXT NOT NULL,
    phone  TEXT NOT NULL,
    email  TEXT NOT NULL
);

CREATE TABLE customer_access (
    number   BIGINT PRIMARY KEY,
    at       TEXT NOT NULL,
    reader   TEXT NOT NULL,
    place    TEXT NOT NULL,
    customer TEXT NOT NULL REFERENCES customer (id),
    purpose  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    action   TEXT NOT NULL CHECK (action IN ('read', 'changed')),
    fields   TEXT NOT NULL
);
CREATE INDEX customer_access_customer ON customer_access (customer, number);
CREATE INDEX customer_access_at ON customer_access (at);

CREATE TABLE third_party (
    id        TEXT PRIMARY KEY,
    operator  TEXT NOT NULL,
    address   TEXT NOT NULL,
    country   TEXT NOT NULL,
    closed_at TEXT
);

-- The Postal Service authorizes each function of a third party by itself, in writing.
CREATE TABLE third_party_function (
    place         TEXT NOT NULL REFERENCES third_party (id),
    purpose       TEXT NOT NULL,
    authorized_on TEXT NOT NULL,
    reference     TEXT NOT NULL,
    PRIMARY KEY (place, purpose)
);

CREATE TABLE third_party_notice (
    place       TEXT NOT NULL REFERENCES third_party (id),
    customer    TEXT NOT NULL REFERENCES customer (id),
    notified_at TEXT NOT NULL,
    digest      BYTEA NOT NULL,
    copied_at   TEXT,
    PRIMARY KEY (place, customer)
);

CREATE TABLE incident (
    number        BIGINT PRIMARY KEY,
    discovered_at TEXT NOT NULL,
    kind          TEXT NOT NULL,
    account       TEXT NOT NULL,
    place         TEXT NOT NULL,
    told_at       TEXT,
    told_to       TEXT,
    regained_at   TEXT,
    outcome       TEXT
);

CREATE TABLE incident_touched (
    incident BIGINT NOT NULL REFERENCES incident (number),
    customer TEXT NOT NULL REFERENCES customer (id),
    fields   TEXT NOT NULL,
    how      TEXT NOT NULL,
    PRIMARY KEY (incident, customer)
);
