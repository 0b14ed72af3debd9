"""Where things lie in a scan: the mailpiece, its symbol, the FIM, ink.

Takes: grey pixels of one page.
Gives: outlines and corners in scan pixels, boxes in inches on the upright piece.
Cites: ISO/IEC 16022 for the outline of a symbol, DMM 708.9.0 for the FIM.
Never: decides whether a place is lawful; reads what a symbol says.
"""
