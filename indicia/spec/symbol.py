"""The indicium's symbol on paper. Inches."""

# UNSOURCED least and largest module: the IBI criteria that set them are not public; 0.013 in is three pixels of a
# 230-dpi camera, 0.020 in was measured as read by every reader at 200 dpi.
MODULE_MIN = 0.013
MODULE_MAX = 0.020
# UNSOURCED white beside the symbol, in modules: ISO/IEC 16022 asks for one; two keep it readable when ink spreads.
QUIET_ZONE_MODULES = 2
