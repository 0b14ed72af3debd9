-- The double-entry ledger. A posting's amount is in mills, debits above zero and credits below; the amounts of an
-- entry add up to zero, and an account's balance is the sum of its postings. No liability is ever overdrawn.
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
CREATE INDEX ledger_entry_kind ON ledger_entry (kind, day);

CREATE TABLE ledger_posting (
    entry   BIGINT NOT NULL REFERENCES ledger_entry (number),
    line    BIGINT NOT NULL CHECK (line > 0),
    account TEXT NOT NULL REFERENCES ledger_account (code),
    amount  BIGINT NOT NULL CHECK (amount <> 0),
    balance BIGINT NOT NULL,
    PRIMARY KEY (entry, line)
);
CREATE INDEX ledger_posting_account ON ledger_posting (account, entry, line);

-- Licensees' accounts: who pays for which kind of system, and what holds them.
CREATE TABLE postage_account (
    number          TEXT PRIMARY KEY,
    licensee        TEXT NOT NULL,
    system          TEXT NOT NULL CHECK (system IN ('traditional', 'psd-meter', 'ibi-meter', 'pc-postage')),
    statements      TEXT NOT NULL CHECK (statements IN ('each', 'monthly')),
    advance_limit   BIGINT NOT NULL DEFAULT 0 CHECK (advance_limit >= 0),
    opened_on       TEXT NOT NULL,
    closed_on       TEXT,
    provided_on     TEXT,
    signed_on       TEXT CHECK (signed_on IS NULL OR provided_on IS NOT NULL),
    signed_by       TEXT CHECK ((signed_by IS NULL) = (signed_on IS NULL)),
    signed_document BYTEA CHECK ((signed_document IS NULL) = (signed_on IS NULL)),
    sent_on         TEXT CHECK (sent_on IS NULL OR signed_on IS NOT NULL)
);
CREATE INDEX postage_account_licensee ON postage_account (licensee);

-- The bank that processes deposits.
CREATE TABLE lockbox_bank (
    only_row       BIGINT PRIMARY KEY CHECK (only_row = 1),
    name           TEXT NOT NULL,
    post_office_box TEXT NOT NULL,
    telephone      TEXT NOT NULL,
    representative TEXT NOT NULL,
    routing        TEXT NOT NULL,
    timezone       TEXT NOT NULL,
    cutoff         TEXT NOT NULL,
    approved_on    TEXT NOT NULL
);

-- One consolidated file a banking day.
CREATE TABLE lockbox_day (
    day             TEXT PRIMARY KEY,
    digest          BYTEA NOT NULL,
    total           BIGINT NOT NULL,
    received_at     TEXT NOT NULL
);

CREATE TABLE lockbox_transfer (
    day            TEXT PRIMARY KEY,
    amount         BIGINT NOT NULL CHECK (amount >= 0),
    transferred_at TEXT NOT NULL,
    late           BIGINT NOT NULL CHECK (late IN (0, 1))
);

-- Every deposit and every payment, and where it stands.
CREATE TABLE payment (
    id           TEXT PRIMARY KEY,
    account      TEXT REFERENCES postage_account (number),
    form         TEXT NOT NULL CHECK (form IN ('check', 'wire', 'ach', 'credit-card', 'ach-debit')),
    amount       BIGINT NOT NULL CHECK (amount > 0),
    state        TEXT NOT NULL
                 CHECK (state IN ('received', 'presented-again', 'initiated', 'settled', 'returned', 'paid')),
    presentments BIGINT NOT NULL CHECK (presentments > 0),
    ticket       TEXT CHECK (ticket IN ('preencoded', 'manual')),
    day          TEXT NOT NULL,
    moved_at     TEXT NOT NULL,
    CHECK ((form = 'check') = (ticket IS NOT NULL))
);
CREATE INDEX payment_account ON payment (account, day);

-- An account is locked as long as one of its holds has not ended.
CREATE TABLE account_hold (
    id      BIGINT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES postage_account (number),
    reason  TEXT NOT NULL,
    cause   TEXT NOT NULL,
    since   TEXT NOT NULL,
    until   TEXT
);
CREATE UNIQUE INDEX account_hold_open ON account_hold (account, reason, cause) WHERE until IS NULL;

CREATE TABLE balance_refund (
    id           BIGINT PRIMARY KEY,
    account      TEXT NOT NULL REFERENCES postage_account (number),
    amount       BIGINT NOT NULL CHECK (amount > 0),
    requested_at TEXT NOT NULL,
    due_at       TEXT NOT NULL,
    paid_at      TEXT
);

CREATE TABLE account_statement (
    account   TEXT NOT NULL REFERENCES postage_account (number),
    kind      TEXT NOT NULL CHECK (kind IN ('reset', 'monthly')),
    reference TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    digest    BYTEA NOT NULL,
    PRIMARY KEY (account, kind, reference)
);
