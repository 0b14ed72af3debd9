"""The order: what to print, on what, paid by which meter. Frozen, validated at birth.

Takes: an order as JSON (examples and schema: README of the orders).
Gives: Order, Indicium, Mailpiece, Meter; or every problem of the order at once.
Cites: DMM 604.4.1.2, 4.8.5, 4.8.12, 4.8.13, 4.9; 201.1.
Never: decides whether a lawful-looking order breaks a rule (that is the rulebook), or where things go.
"""
