"""How a permit's post office is shown (DMM 604.3.4.6c, 6.3.6)."""

from indicia.compose.elements import Element, Unit
from indicia.model.meter import PostOffice
from indicia.spec import content
from indicia.spec.kinds import Origin, Role

LEAST_PT = 4.0
"""This project's choice: no type of an imprint or postmark is smaller. The manual sets this least size for permit
imprints of the optional format alone (604.6.3.11e)."""


def words(role: Role, string: str, *, bold: bool = False) -> Element:
    """Words whose size the manual leaves free."""
    return Element(role, string, bold=bold, least_pt=LEAST_PT)


def origin_units(origin: Origin, office: PostOffice) -> list[Unit]:
    """City and state with or without ZIP Code, or MAILED FROM ZIP CODE on lines that are read one after the other."""
    zip_code = words(Role.ZIP, office.zip)
    if origin is Origin.ZIP:
        first, _, second = content.MAILED_FROM.partition(" ZIP ")
        return [(words(Role.OTHER, first),), (words(Role.OTHER, f"ZIP {second}"), zip_code)]
    city_state = words(Role.CITY_STATE, f"{office.city} {office.state}")
    return [(city_state,)] if origin is Origin.CITY_STATE else [(city_state, zip_code)]
