"""One rulebook, two witnesses: rows of the manual, evidence from layout or pixels, findings.

Takes: evidence (quantity -> measurement with uncertainty) and the circumstances of a mailpiece.
Gives: a finding for every row that applies and that the witness speaks to.
Cites: DMM 604.4.7 to 4.9 (2005), 708.9.0, 708.4.3; each row its own section.
Never: looks at pixels, marks or files, or knows who measured.
"""
