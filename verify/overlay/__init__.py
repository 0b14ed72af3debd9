"""The answer drawn over the picture: zones, boxes, dimension lines with measured value and limit.

Takes: the pixels of a page, its answer, a face to letter with.
Gives: an upright picture; whatever is no postage mark is made unreadable unless asked for.
Cites: nothing of its own; every line says the rule that it stands for.
Never: measures or judges; shows an address that nobody asked for.
"""
