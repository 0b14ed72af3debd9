"""Plain statement pages: a title, facts, tables, words, lines to sign on.

Takes: statements as values, a face to letter them with.
Gives: the same content as PDF, CSV and JSON; the same statement gives the same bytes.
Cites: nothing; what stands in a statement is its room's affair.
Never: computes what it shows, reads a clock, writes a file.
"""

from provider.documents.data import csv_bytes, json_bytes
from provider.documents.pages import pdf
from provider.documents.statement import Column, Facts, Grid, Part, SignHere, Statement, Words

__all__ = ["Column", "Facts", "Grid", "Part", "SignHere", "Statement", "Words", "csv_bytes", "json_bytes", "pdf"]
