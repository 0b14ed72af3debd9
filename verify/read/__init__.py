"""What symbols say.

Takes: grey pixels and where to look first.
Gives: bytes with coarse corners, and which reader had them.
Cites: ISO/IEC 16022.
Never: measures; trusts one library alone; lets a reader's failure out.
"""
