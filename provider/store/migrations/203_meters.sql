-- Every meter from production to destruction: what it is and where it stands now; what happened is in `happening`.
CREATE TABLE meter (
    device         TEXT PRIMARY KEY,
    manufacturer   TEXT NOT NULL,
    model          TEXT NOT NULL,
    serial         BIGINT NOT NULL,
    system         TEXT NOT NULL,
    level          BIGINT NOT NULL CHECK (level BETWEEN 1 AND 5),
    self_disabling BIGINT NOT NULL CHECK (self_disabling IN (0, 1)),
    enhanced       BIGINT NOT NULL CHECK (enhanced IN (0, 1)),
    ams            BIGINT NOT NULL CHECK (ams IN (0, 1)),
    shared_printer BIGINT NOT NULL CHECK (shared_printer IN (0, 1)),
    loaner         BIGINT NOT NULL CHECK (loaner IN (0, 1)),
    state          TEXT NOT NULL,
    place          TEXT NOT NULL,
    licence        TEXT REFERENCES licence (application),
    in_service_on  TEXT,
    ascending      BIGINT NOT NULL DEFAULT 0 CHECK (ascending >= 0),
    descending     BIGINT NOT NULL DEFAULT 0 CHECK (descending >= 0),
    UNIQUE (manufacturer, model, serial)
);
CREATE INDEX meter_licence ON meter (licence);
CREATE INDEX meter_state ON meter (state);

CREATE TABLE destruction_plan (
    number      BIGINT PRIMARY KEY,
    method      TEXT NOT NULL,
    place       TEXT NOT NULL,
    planned_on  TEXT NOT NULL,
    proposed_at TEXT NOT NULL,
    approval    TEXT,
    observer    TEXT,
    done_at     TEXT
);

CREATE TABLE destruction_item (
    plan   BIGINT NOT NULL REFERENCES destruction_plan (number),
    device TEXT NOT NULL,
    model  TEXT NOT NULL,
    serial BIGINT NOT NULL,
    PRIMARY KEY (plan, device)
);
