"""The standards' numbers and closed lists, one topic a file.

Takes: nothing.
Gives: constants and tables in inches (or the unit in their name), each under its citation.
Cites: DMM 604, 708.9.0, 708.4, 202, 201 (2005); ISO/IEC 16022; ISO/IEC 21471; USPS-B-3200.
Never: computes, decides, or holds a number that stands elsewhere too.

A value whose source is not in hand carries `# UNSOURCED` and why; a test counts them.
"""
