-- Devices as resetting knows them: `known` is the last receipt, `heard` the last statement, `total` the control total at
-- check-in or after an examination, as long as there is no receipt since.
CREATE TABLE reset_device (
    device        TEXT PRIMARY KEY,
    certificate   BYTEA NOT NULL,
    account       TEXT NOT NULL REFERENCES postage_account (number),
    licence       TEXT NOT NULL,
    known         TEXT,
    heard         TEXT,
    total         BIGINT,
    suspended     TEXT,
    registered_at TEXT NOT NULL
);

-- The journal of grants: written before a grant is sent; at most one of a device is open. Those that only stop a
-- suspended device settle nothing and stand beside it: copies are stopped each by its own.
CREATE TABLE reset (
    grant_id       TEXT PRIMARY KEY,
    number         BIGINT NOT NULL,
    device         TEXT NOT NULL REFERENCES reset_device (device),
    nonce          TEXT NOT NULL UNIQUE,
    stated         BIGINT NOT NULL,
    statement      TEXT NOT NULL,
    sent           TEXT NOT NULL,
    amount         BIGINT CHECK (amount >= 0),
    advanced       BIGINT NOT NULL,
    expected_total BIGINT,
    account        TEXT NOT NULL REFERENCES postage_account (number),
    zip            TEXT NOT NULL,
    system         TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('granted', 'stopping', 'confirmed', 'voided')),
    granted_at     TEXT NOT NULL,
    ended_at       TEXT,
    receipt        TEXT,
    document       TEXT,
    UNIQUE (device, number),
    CHECK ((state IN ('granted', 'stopping')) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX reset_open ON reset (device) WHERE state = 'granted';

CREATE TABLE reset_denial (
    nonce     TEXT PRIMARY KEY,
    device    TEXT NOT NULL REFERENCES reset_device (device),
    statement TEXT NOT NULL,
    sent      TEXT NOT NULL,
    section   TEXT NOT NULL,
    denied_at TEXT NOT NULL
);

-- What did not follow from what the provider knew.
CREATE TABLE reset_incident (
    id        BIGINT PRIMARY KEY,
    device    TEXT NOT NULL REFERENCES reset_device (device),
    found     TEXT NOT NULL,
    message   TEXT NOT NULL,
    at        TEXT NOT NULL
);

-- Orders of the office that a device is given with its next grant.
CREATE TABLE reset_order (
    id        BIGINT PRIMARY KEY,
    device    TEXT NOT NULL REFERENCES reset_device (device),
    event     TEXT NOT NULL,
    details   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    asked_at  TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'done', 'cancelled')),
    grant_id  TEXT REFERENCES reset (grant_id)
);
CREATE INDEX reset_order_waiting ON reset_order (device, id);
