"""A year in the life of a small provider, in simulated time, with its reports.

Takes: a folder, a year, a seed.
Gives: real devices with their logs, the office's database, every report and document of the year, a summary.
Cites: what the rooms cite that it calls.
Never: does a room's work itself, reads a clock: its days are the year's.
"""

from provider.demo.year import Summary, live

__all__ = ["Summary", "live"]
