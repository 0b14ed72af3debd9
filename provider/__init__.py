"""The provider's office: what stands between the Postal Service, the licensee and the postage evidencing system.

Takes: statements and receipts of devices, deposits, applications, readings, scanned pieces that were not mailed.
Gives: postage value against funds, books that balance, licences, inspections, refunds and the reports on all of them.
Cites: DMM 604.4, 604.5 and 604.10 (2005); 39 CFR part 501 (2003 and 2005).
Never: creates or loses value, reads a clock below its command line, or writes a customer's data into an ordinary log.
"""
