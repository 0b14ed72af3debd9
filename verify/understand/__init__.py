"""Understanding: what the lettering of a page says, and which postage marks it belongs to.

Takes: lettering as it was read, with the confidence of every character; symbols; boxes.
Gives: elements with their roles and values; postage marks with their kind and purpose.
Cites: DMM 604.4.8.5, 4.8.6, 4.8.12, 4.9; 604.3.4; 604.6.3.
Never: looks at pixels, judges, or makes up a character that was not read.
"""
