"""The command line of the verifying house.

Takes: paths, flags, the day.
Gives: answers on standard output, complaints on standard error, an exit code.
Cites: nothing.
Never: measures or judges.
"""
