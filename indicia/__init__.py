"""The printing house: US postage indicia laid out, signed, rendered and read back before release.

Takes: orders (JSON), a PSD that pays for them.
Gives: pages as PDF, PNG and more, exactly as DMM 604 asks; the rulebook that judges them.
Cites: DMM 604 (2005), ISO/IEC 16022, ISO/IEC 21471, USPS-B-3200.
Never: reads an image to judge it (that is `verify`), or prints without a debit.
"""

__version__ = "0.1.0"
