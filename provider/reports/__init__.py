"""Reports to the Postal Service: the four of resetting, weaknesses, what was sent when.

Takes: the ledger, accounts and licences; discovered weaknesses.
Gives: Daily Activity, Revenue Allocation, Postage Refunds, Funds Advanced; preliminary and written weakness reports.
Cites: 39 CFR 501.29(g), 501.13.
Never: names a customer but by number, sums what the ledger does not hold, writes the time of its own making.
"""

from provider.reports.resetting import Report, made, send
from provider.reports.weaknesses import Weaknesses

__all__ = ["Report", "Weaknesses", "made", "send"]
