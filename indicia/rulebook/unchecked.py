"""Sentences of the manual that no machine can check, or that leave nothing to check, each with the reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unchecked:
    """One sentence of the manual without a row."""

    section: str
    """Section with its paragraph."""
    sentence: str
    """What it says, in our words."""
    why: str
    """Why no row checks it."""


_APPROVAL = "an approval is a letter of the Postal Service: nothing on paper shows it"
_CONTENT = "what a message means is for people to judge"
_PERMISSION = "it permits and demands nothing"
_DEFINITION = "it defines or introduces; the rows of its paragraphs check what follows"
_PROCEDURE = "it orders what offices and licensees do, not what a piece shows"
_SANCTION = "it names a consequence, not a property of the piece"
_TEST = "it takes a test of the material, by the Postal Service"
_EXHIBIT = "the exhibit with the pictures is not at hand; imprints and postmarks are drawn from the text"

UNCHECKED: tuple[Unchecked, ...] = (
    # 604.4.7
    Unchecked("604.4.7.1", "Refunds for overpayment follow 604.10.", _PROCEDURE),
    Unchecked("604.4.7.2", "Refunds for indicia printed and not mailed follow 604.10.", _PROCEDURE),
    Unchecked(
        "604.4.7.3",
        "Valid indicia show payment for the Postal Service's own postage and services only.",
        "what an item with an indicium is used for is not to be seen on it; zero postage has a row",
    ),
    # 604.4.8.1 to 4.8.4
    Unchecked("604.4.8.1", "The manager approves type, format and content of all indicia.", _APPROVAL),
    Unchecked("604.4.8.1", "The approval covers every element, and the whole area within the boundary.", _APPROVAL),
    Unchecked("604.4.8.4", "The Postal Service controls what is printed within the boundaries.", _DEFINITION),
    Unchecked(
        "604.4.8.4a",
        "The dimensions of the printing die set the boundary of letterpress indicia.",
        "the maker sets the die; a row keeps the postal information inside the one that is given",
    ),
    Unchecked("604.4.8.4a", "Licensees may obtain an ad plate from the provider.", _PERMISSION),
    Unchecked("604.4.8.4a", "The ad plate may contain postal markings or other matter.", _PERMISSION),
    # 604.4.8.5 to 4.8.8
    Unchecked("604.4.8.5", "The manager may approve other content.", _APPROVAL),
    Unchecked(
        "604.4.8.5e",
        "The symbol carries the data elements that the system's performance criteria require.",
        "the criteria are not public; a row asks for every field of the profile that this project knows",
    ),
    Unchecked("604.4.8.5g", "Special indicia have the information of 604.4.9.", "the rows of 604.4.9 check it"),
    Unchecked("604.4.8.7", "The markings that may be included vary with the kind of indicia.", _DEFINITION),
    Unchecked(
        "604.4.8.7a", "Letterpress indicia may include markings of class and presort, or an endorsement.", _PERMISSION
    ),
    Unchecked("604.4.8.8", "What other matter may be printed depends on the kind of indicia.", _DEFINITION),
    Unchecked(
        "604.4.8.8a",
        "Ad plates come from the authorized provider.",
        "where a plate was bought is not to be seen in its print",
    ),
    Unchecked("604.4.8.8a", "An ad plate is not obscene, defamatory, deceptive or unlawful.", _CONTENT),
    Unchecked("604.4.8.8a", "An ad plate does not emulate indicia or payment of postage.", _CONTENT),
    Unchecked("604.4.8.8b", "Other printed matter is not obscene, defamatory, deceptive or unlawful.", _CONTENT),
    Unchecked("604.4.8.8b", "Other printed matter does not emulate indicia or payment of postage.", _CONTENT),
    # 604.4.8.9 to 4.8.11
    Unchecked("604.4.8.9", "Failure to use fluorescent ink may cost the license.", _SANCTION),
    Unchecked("604.4.8.9", "The manager may approve Generation 2 systems without fluorescence.", _APPROVAL),
    Unchecked("604.4.8.9", "Ink and facing method are specified in the approval of the indicia.", _APPROVAL),
    Unchecked("604.4.8.10", "The FIM orients and separates mail in facing and canceling.", _DEFINITION),
    Unchecked("604.4.8.11", "Using another label than the approved may cost the license.", _SANCTION),
    Unchecked("604.4.8.11d", "The manager may approve further images and text on a label.", _APPROVAL),
    Unchecked("604.4.8.11e", "Postal testing verifies each label design.", _TEST),
    Unchecked("604.4.8.11e", "The visible colour of the tagging may be any that fluoresces as required.", _PERMISSION),
    # 604.4.8.12, 4.8.13
    Unchecked("604.4.8.12", "The date follows the format of 604.4.8.6.", "the rows of 604.4.8.6 check its type"),
    Unchecked("604.4.8.12", "Indicia may be printed on pieces, labels or tape.", _PERMISSION),
    Unchecked(
        "604.4.8.12a", "A complete date may be used on any Standard Mail or Package Services piece.", _PERMISSION
    ),
    Unchecked("604.4.8.13", "The date in the indicia controls when the piece may be deposited.", _DEFINITION),
    Unchecked(
        "604.4.8.13a",
        "A mailer who knows that the mail will not be deposited on its date uses a date correction.",
        "what the mailer knows is not to be seen; the day of deposit has a row (604.4.9.1)",
    ),
    # 604.4.9
    Unchecked(
        "604.4.9.1",
        "A date correction may be printed on an approved label.",
        "a permission; the stock has a row (604.4.8.11)",
    ),
    Unchecked(
        "604.4.9.2",
        "A shortpaid piece gets indicia for the additional postage.",
        "that a piece is short paid takes its weight and a rate table",
    ),
    Unchecked(
        "604.4.9.2",
        "A postage correction may be printed on an approved label.",
        "a permission; the stock has a row (604.4.8.11)",
    ),
    Unchecked("604.4.9.4e", "Prepaid reply mail is delivered to the licensee's address only.", _PROCEDURE),
    Unchecked(
        "604.4.9.4e",
        "With an altered address it is held for postage.",
        "an alteration on a piece is for people to see; the address as printed has a row",
    ),
    Unchecked(
        "604.4.9.4f",
        "The address side is prepared by any process but handwriting, typewriting and handstamping.",
        "how letters came to paper is for people to see; what this project prints is printed",
    ),
    Unchecked(
        "604.4.9.4i",
        "The address side follows the style of the illustration.",
        "the illustration is not at hand; what may stand there has rows",
    ),
    Unchecked("604.4.9.5", "Reply mail without its meter stamp is handled as business reply mail.", _PROCEDURE),
    # 604.6.3
    Unchecked(
        "604.6.3.1",
        "Permit imprints are made by printing press, hand stamp or similar device.",
        "how an imprint came to paper is not asked of one that this project prints",
    ),
    Unchecked(
        "604.6.3.1",
        "They are not typewritten or drawn by hand.",
        "telling a drawn from a printed imprint is for people",
    ),
    Unchecked("604.6.3.2", "Content and format follow the standards below, and no others.", _DEFINITION),
    Unchecked("604.6.3.3", "Another colour may highlight the background of an imprint.", _PERMISSION),
    Unchecked(
        "604.6.3.6",
        "The imprint may show date, amount, ounces, the permit holder's ZIP Code and rate markings.",
        _PERMISSION,
    ),
    Unchecked(
        "604.6.3.6",
        "The ZIP Code is the one of the postmaster, and leaves no doubt about the permit holder's address.",
        "which ZIP Code a postmaster has takes a list of post offices",
    ),
    Unchecked("604.6.3.7", "The imprint may include amount, weight and rate markings.", _PERMISSION),
    Unchecked("604.6.3.8", "A company permit imprint may omit city, state and permit number.", _PERMISSION),
    Unchecked(
        "604.6.3.9a", "Records of each mailing and sample pieces are kept for a year and shown on request.", _PROCEDURE
    ),
    Unchecked("604.6.3.9b", "The return address on official mail follows its own standards.", _DEFINITION),
    Unchecked("604.6.3.9b", "The return address may stand below the imprint on some unendorsed mail.", _PERMISSION),
    Unchecked("604.6.3.9b2", "The postmaster where the records are gets a sample, dates and an address.", _PROCEDURE),
    Unchecked("604.6.3.10", "Imprints follow one of the formats of the exhibit.", _EXHIBIT),
    Unchecked(
        "604.6.3.10",
        "The rate claimed may require specific markings.",
        "they stand in the standards of each rate, which are not at hand",
    ),
    Unchecked("604.6.3.11", "Imprints may have another format, subject to conditions.", _DEFINITION),
    Unchecked(
        "604.6.3.11b",
        "On an address label the space is rectangular, and legible at a normal distance.",
        "reading distance and separation from other matter are for people to judge; the corner has a row",
    ),
    Unchecked(
        "604.6.3.11e",
        "On address labels the permit information is legible.",
        "no number is given; contrast has a row (604.6.3.3)",
    ),
    Unchecked(
        "604.6.3.11f",
        "Designs do not imitate postage, nor use the marks of a class or service wrongly.",
        _CONTENT,
    ),
    Unchecked("604.6.3.11g", "All other standards of 604.6 are met.", "the rows of 604.6 check them"),
    Unchecked(
        "604.6.3.12",
        "Mailgram envelopes bear the Mailgram imprint on a blue background, with trademark and emblem.",
        "for Western Union alone",
    ),
    Unchecked("604.6.3.13", "Western Union pays for Mailgrams at headquarters, and not at post offices.", _PROCEDURE),
    # 604.3.4
    Unchecked("604.3.4.1", "A mailer may precancel adhesive stamps, stamped cards and envelopes.", _PERMISSION),
    Unchecked("604.3.4.1", "Stamped cards are precanceled when printed and need no postmark.", _PERMISSION),
    Unchecked(
        "604.3.4.2",
        "The mailer requests authorization on Form 3615, with a specimen of each marking and format.",
        _PROCEDURE,
    ),
    Unchecked("604.3.4.2", "The district approves, and the postmaster assigns a unique permit number.", _PROCEDURE),
    Unchecked(
        "604.3.4.3",
        "Precanceling is authorized for the approved specimens only; each new format takes another.",
        _APPROVAL,
    ),
    Unchecked("604.3.4.4", "A denial states reasons and may be appealed in writing.", _PROCEDURE),
    Unchecked("604.3.4.5", "A permit may be revoked, the revocation appealed within ten days.", _SANCTION),
    Unchecked("604.3.4.6", "The postmark contains specific elements.", _DEFINITION),
    Unchecked("604.3.4.6a", "On Standard Mail month and year of mailing may be shown.", _PERMISSION),
    Unchecked(
        "604.3.4.6c",
        "Of several ZIP Codes of the office the postmark shows the one of the postmaster.",
        "which ZIP Code a postmaster has takes a list of post offices",
    ),
    Unchecked("604.3.4.7", "The postmark may include the rate marking of the rate claimed.", _PERMISSION),
    Unchecked("604.3.4.7", "The mailer may preprint rate markings if authorized.", _APPROVAL),
    Unchecked(
        "604.3.4.7",
        "The ink is indelible, the place on the stamp the one of best contrast.",
        "indelibility takes a test of the ink; where contrast is best depends on the stamp",
    ),
    Unchecked("604.3.4.8", "The ink is indelible enough that stamps are not used again.", _TEST),
    Unchecked("604.3.4.9", "The postmark has one of the Format A designs of the exhibit.", _EXHIBIT),
    Unchecked(
        "604.3.4.9",
        "Format B is for mailers who were authorized to use it and have its die.",
        "this project prints no Format B",
    ),
)
"""In the order of the manual's chapters 4, 6 and 3."""
