"""The provider's command line: one sub-app a room.

Takes: arguments, the clock, the URL of the database.
Gives: lines or JSON on standard output, one line an error, exit codes as the other two programs.
Cites: nothing: the rooms do.
Never: decides what a room should, or puts a customer's data on standard error.
"""
