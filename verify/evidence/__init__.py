"""Evidence: what was seen and understood, in the quantities and circumstances of the rulebook.

Takes: a page as it was seen, its postage marks, their messages, what the operator says.
Gives: measurements with uncertainties and notes; circumstances.
Cites: DMM 604.3, 604.4, 604.6, 708.9, each quantity where it is made; the layout's evidence has the same definitions.
Never: measures a pixel, or judges.
"""
