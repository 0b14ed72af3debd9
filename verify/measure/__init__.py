"""How large and how far: measured lengths, each with its uncertainty.

Takes: a plane in inches and what was located on it.
Gives: the values of `verify/seen.py`.
Cites: DMM 604.4.8.3, 4.8.4b, 708.9.0.
Never: decides; compares with a limit.
"""
