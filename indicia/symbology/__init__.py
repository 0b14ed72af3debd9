"""Payload bytes to modules, digits to bars: what a symbol looks like, never where it stands.

Takes: payload bytes and a forced size; a FIM kind or digits, a resolution and a reference point.
Gives: R x C modules (True is dark); bars in inches, each side on a whole printer dot.
Cites: ISO/IEC 16022, ISO/IEC 21471, DMM 708.9.0 and 708.4.0 (2005), USPS-B-3200.
Never: chooses a size or a place, or knows what the bytes mean.
"""
