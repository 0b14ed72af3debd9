"""Ink: pages of marks to files. Everything is decided before; this room only draws.

Takes: pages of marks (`indicia.layout.marks`) and a face.
Gives: PDF, PNG, TIFF, SVG and ZPL II bytes, the same for the same pages; files back as gray pixels.
Cites: DMM 604.4.7.3 (pictures that are not postage).
Never: places, measures, rounds to another grid than the page's, or knows what a mark means.
"""
