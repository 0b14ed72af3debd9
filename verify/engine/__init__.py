"""Many pieces at once: processes on this machine.

Takes: pieces in order, and how to make whatever deals with one piece.
Gives: what came of every piece, in the same order; a process that dies or hangs costs one piece.
Cites: nothing: how work is spread is no matter of the standards.
Never: measures, judges, or changes what an answer says.
"""
