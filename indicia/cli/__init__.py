"""The `indicia` command line: printing, keys, devices, payloads.

Takes: arguments, files, the clock and the environment (through `console`).
Gives: data on stdout, everything else on stderr, one exit code.
Cites: nothing; the rooms it calls do.
Never: decides anything that a caller of the library would miss.
"""
