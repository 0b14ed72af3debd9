"""Words of courtesy and business reply formats."""

from fixtures.unpaid import order_of
from indicia.compose.order import compose


def said(name: str) -> list[str]:
    return [" ".join(element.string for element in unit) for unit in compose(order_of(name), None).units]


def test_courtesy_reply_reminds_of_the_stamp() -> None:
    assert "PLACE STAMP HERE" == " ".join(said("courtesy-reply"))


def test_business_reply_says_who_pays_and_under_which_permit() -> None:
    assert (
        "NO POSTAGE NECESSARY IF MAILED IN THE UNITED STATES BUSINESS REPLY MAIL "
        "FIRST-CLASS MAIL PERMIT NO. 77 STAMFORD CT POSTAGE WILL BE PAID BY ADDRESSEE"
    ) == " ".join(said("business-reply"))
