"""Checks that need more than the page: trust directory, calendar, policy.

Takes: decoded payloads, the trust directory, the day of deposit.
Gives: mailing period, authenticity, and the evidence of both for the rulebook.
Cites: DMM 604.4.8.2, 604.4.8.13 (2005), 5 U.S.C. 6103, 85 FR 78234.
Never: looks at pixels, reads a clock, or decides a verdict.
"""
