"""Refunds: of printed postage that was not mailed, and of the value left in a postage evidencing system.

Takes: a case file, what the verifier and its ledger say of scanned pieces, the day of the request.
Gives: eligibility by section, groups and bundles, deadlines, amounts, attachments, appeals, a statement a meter.
Cites: DMM 604.10.2 to 10.3 and 4.3 to 4.6 (2005); DMM 604.9.2 to 9.3 (final rule of 2013); 39 CFR 501.23(h).
Never: guesses what neither scan nor case tells, pays, or says anything of a day that no text in hand covers.
"""
