"""Label stock: adhesion and fluorescent tagging (DMM 604.4.8.11)."""

# UNSOURCED peel adhesion, ounces per inch of width: DMM 201.3.12.2 (2005) is not in hand, the number is from memory.
PEEL_MIN_OZ_PER_IN = 8.0
# DMM 604.4.8.11e: emission of fluorescent tagging, phosphor meter units.
TAG_MIN_PMU = 20.0
TAG_MAX_PMU = 70.0
# DMM 604.4.8.11e: "no more than 10%" of change in heat and humidity, fraction of 1, either sign.
TAG_DRIFT_MAX = 0.10
