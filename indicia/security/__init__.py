"""Keys, certificates and signatures: who may issue indicia, and whether a message is one of theirs.

Takes: private keys and certificates as PEM files, decoded messages, the day to judge on.
Gives: signatures (`signing`), certificates and revocations (`authority`), a status for every message (`trust`).
Cites: DMM 604.4.8.5; RFC 5280, RFC 6979, RFC 8032, RFC 2104; FIPS 186.
Never: reads a clock or the environment, logs a key, or decides a verdict.

The one randomness that is no input is that of new keys: it comes from the operating system, as it must.
"""
