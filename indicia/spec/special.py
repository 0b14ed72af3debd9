"""Special indicia: redate, postage correction, reply postage (DMM 604.4.9). Inches."""

# DMM 604.4.9.1b, 4.9.2b: PC Postage redates and corrections on letters, from the bottom edge of the nonaddress side.
PC_FROM_BOTTOM = 3 / 4
