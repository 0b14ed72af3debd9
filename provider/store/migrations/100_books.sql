-- The double-entry ledger. A posting's amount is in mills, debits above zero and credits below; the amounts of an
-- entry add up to zero, and an account's balance is the sum of its postings.
CREATE TABLE ledger_account (
    code    TEXT PRIMARY KEY,
    kind    TEXT NOT NULL CHECK (kind IN ('asset', 'liability', 'revenue', 'expense', 'equity')),
    balance BIGINT NOT NULL DEFAULT 0,
    CHECK (kind <> 'liability' OR balance <= 0)
);

CREATE TABLE ledger_entry (
    number    BIGINT PRIMARY KEY,
    day       TEXT NOT NULL,
    at        TEXT NOT NULL,
    kind      TEXT NOT NULL,
    reference TEXT NOT NULL,
    digest    BYTEA NOT NULL,
    UNIQUE (kind, reference)
);
CREATE INDEX ledger_entry_day ON ledger_entry (day);

CREATE TABLE ledger_posting (
    entry   BIGINT NOT NULL REFERENCES ledger_entry (number),
    line    BIGINT NOT NULL CHECK (line > 0),
    account TEXT NOT NULL REFERENCES ledger_account (code),
    amount  BIGINT NOT NULL CHECK (amount <> 0),
    balance BIGINT NOT NULL,
    PRIMARY KEY (entry, line)
);
CREATE INDEX ledger_posting_account ON ledger_posting (account, entry, line);
