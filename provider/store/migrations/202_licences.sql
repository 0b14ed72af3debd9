-- Licences to rent or lease postage evidencing systems, from the application on; the number is the Postal Service's.
CREATE TABLE licence (
    application    TEXT PRIMARY KEY,
    number         TEXT UNIQUE,
    customer       TEXT NOT NULL REFERENCES customer (id),
    city           TEXT NOT NULL,
    state          TEXT NOT NULL,
    zip            TEXT NOT NULL,
    place          TEXT NOT NULL CHECK (place IN ('licensee', 'usps', 'military', 'abroad')),
    country        TEXT NOT NULL,
    seasonal       BIGINT NOT NULL CHECK (seasonal IN (0, 1)),
    representative BIGINT NOT NULL CHECK (representative IN (0, 1)),
    status         TEXT NOT NULL
);
CREATE INDEX licence_customer ON licence (customer);
