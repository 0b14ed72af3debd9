"""Reflectance from grey levels, uncalibrated: the scan's own white counts as 1."""


def linear(grey: float) -> float:
    """Reflectance, 0 to 1, of a grey level that was encoded as sRGB (IEC 61966-2-1)."""
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
