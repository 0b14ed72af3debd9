"""The ledger's tables and statements: the same words for SQLite and PostgreSQL.

A batch of claims is put into the temporary table `batch` and dealt with by a few statements, so that the
cost of a claim is that of a row. `ord` is the place of a claim in its batch: the first of two equal claims
is the one that was handed in first, whatever order the database takes them in.
"""

SCHEMA_VERSION = 1

# {bytes}, {integer} and {text} are the dialect's types.
TABLES = (
    """CREATE TABLE indicium (
        device   {text} NOT NULL,
        number   {integer} NOT NULL,
        variant  {bytes} NOT NULL,
        digest   {bytes} NOT NULL,
        amount   {integer} NOT NULL,
        control  {integer},
        at       {text} NOT NULL,
        station  {text} NOT NULL,
        piece    {text} NOT NULL,
        place    {text} NOT NULL,
        picture  {text} NOT NULL,
        repeats  {integer} NOT NULL DEFAULT 0,
        PRIMARY KEY (device, number, variant)
    ){without_rowid}""",
    """CREATE TABLE repeat (
        device   {text} NOT NULL,
        number   {integer} NOT NULL,
        variant  {bytes} NOT NULL,
        nth      {integer} NOT NULL,
        digest   {bytes} NOT NULL,
        at       {text} NOT NULL,
        station  {text} NOT NULL,
        piece    {text} NOT NULL,
        place    {text} NOT NULL,
        picture  {text} NOT NULL,
        PRIMARY KEY (device, number, variant, nth)
    ){without_rowid}""",
    """CREATE TABLE declared (
        digest   {bytes} NOT NULL,
        kind     {text} NOT NULL CHECK (kind IN ('reprint', 'refund')),
        times    {integer} NOT NULL CHECK (times > 0),
        PRIMARY KEY (digest, kind)
    ){without_rowid}""",
    "CREATE INDEX indicium_age ON indicium (at)",
    "CREATE INDEX repeat_age ON repeat (at)",
    "CREATE TABLE ledger (version {integer} NOT NULL)",
)

BATCH = """CREATE TEMPORARY TABLE IF NOT EXISTS batch (
    ord      {integer} PRIMARY KEY,
    device   {text} NOT NULL,
    number   {integer} NOT NULL,
    variant  {bytes} NOT NULL,
    digest   {bytes} NOT NULL,
    amount   {integer} NOT NULL,
    control  {integer},
    at       {text} NOT NULL,
    station  {text} NOT NULL,
    piece    {text} NOT NULL,
    place    {text} NOT NULL,
    picture  {text} NOT NULL
)"""
BATCH_COLUMNS = (
    "ord", "device", "number", "variant", "digest", "amount", "control", "at", "station", "piece", "place", "picture",
)  # fmt: skip

EMPTY_BATCH = "DELETE FROM batch"

# In key order: two writers with the same keys then wait for each other one way round only.
CLAIM = """INSERT INTO indicium (device, number, variant, digest, amount, control, at, station, piece, place, picture)
    SELECT device, number, variant, digest, amount, control, at, station, piece, place, picture
    FROM batch WHERE TRUE ORDER BY device, number, variant, ord
    ON CONFLICT DO NOTHING RETURNING device, number, variant"""

# Every claim beside the sighting that holds its key.
HOLDERS = """SELECT batch.ord, held.digest, held.at, held.station, held.piece, held.place, held.picture, held.repeats
    FROM batch JOIN indicium AS held
      ON held.device = batch.device AND held.number = batch.number AND held.variant = batch.variant"""

LOCK = """SELECT held.number FROM batch JOIN indicium AS held
      ON held.device = batch.device AND held.number = batch.number AND held.variant = batch.variant
    ORDER BY held.device, held.number, held.variant"""

# Of claims that are not the first: what was told of their keys before.
REPEATS = """SELECT DISTINCT told.device, told.number, told.variant, told.nth, told.digest, told.station, told.piece
    FROM batch JOIN repeat AS told
      ON told.device = batch.device AND told.number = batch.number AND told.variant = batch.variant
    ORDER BY told.device, told.number, told.variant, told.nth"""

COUNT_REPEATS = """UPDATE indicium SET repeats = {mark}
    WHERE device = {mark} AND number = {mark} AND variant = {mark}"""
ADD_REPEAT = """INSERT INTO repeat (device, number, variant, nth, digest, at, station, piece, place, picture)
    VALUES ({mark}, {mark}, {mark}, {mark}, {mark}, {mark}, {mark}, {mark}, {mark}, {mark})"""
SET_VERSION = "INSERT INTO ledger (version) VALUES ({mark})"

# What no trusted key signed, against the device's own indicium of value with that number.
RIVALS = """SELECT batch.ord, held.digest, held.at, held.station, held.piece, held.place, held.picture
    FROM batch JOIN indicium AS held
      ON held.device = batch.device AND held.number = batch.number AND held.variant = {empty}
    WHERE substr(batch.variant, 1, 1) = {untrusted}"""

DECLARED = """SELECT batch.ord, declared.kind, declared.times
    FROM batch JOIN declared ON declared.digest = batch.digest"""

# The trusted indicia of value before and after each one, by register (facts/payload.md, check 12).
NEIGHBOURS = """SELECT near.ord, near.number, near.amount, near.control,
      before.number, before.control, after.number, after.amount, after.control
    FROM (SELECT batch.ord, batch.device, batch.number, batch.amount, batch.control,
        (SELECT MAX(other.number) FROM indicium AS other WHERE other.device = batch.device
           AND other.number < batch.number AND other.variant = {empty}) AS below,
        (SELECT MIN(other.number) FROM indicium AS other WHERE other.device = batch.device
           AND other.number > batch.number AND other.variant = {empty}) AS above
      FROM batch WHERE batch.variant = {empty} AND batch.control IS NOT NULL) AS near
    LEFT JOIN indicium AS before
      ON before.device = near.device AND before.number = near.below AND before.variant = {empty}
    LEFT JOIN indicium AS after
      ON after.device = near.device AND after.number = near.above AND after.variant = {empty}"""

EXPORT = """SELECT device, number, variant, digest, amount, at, station, piece, place, picture, repeats
    FROM indicium ORDER BY at, device, number, variant"""

DECLARE = """INSERT INTO declared (digest, kind, times) VALUES ({mark}, {mark}, {mark})
    ON CONFLICT (digest, kind) DO UPDATE SET times = excluded.times"""
FORGET = ("DELETE FROM repeat WHERE at < {mark}", "DELETE FROM indicium WHERE at < {mark}")
