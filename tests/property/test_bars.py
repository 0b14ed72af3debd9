"""What the encoder prints the verifier's own decoder reads."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.spec import imb as imb_spec
from indicia.spec import postnet as postnet_spec
from indicia.symbology import imb as imb_encoder
from indicia.symbology import postnet as postnet_encoder
from verify.read import imb, postnet
from verify.read.likely import CERTAIN

DIGIT = st.sampled_from("0123456789")


def digits(lengths: frozenset[int]) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(lengths)).flatmap(lambda n: st.text(DIGIT, min_size=n, max_size=n))


TRACKING = st.builds(
    lambda first, second, rest: first + second + rest, DIGIT, st.sampled_from("01234"), digits(frozenset({18}))
)


class TestIntelligentMail:
    """USPS-B-3200: the bars MUST carry tracking and routing code, whole."""

    @given(TRACKING, digits(imb_spec.ROUTING_DIGITS), st.booleans(), st.floats(3.5, CERTAIN))
    @settings(max_examples=60, deadline=None)
    def test_every_code_comes_back(self, tracking: str, routing: str, flipped: bool, odds: float) -> None:
        bars = imb_encoder.encode(tracking, routing)
        down, up = (np.array([odds if bar in kinds else -odds for bar in bars]) for kinds in ("DF", "AF"))
        if flipped:
            down, up = up[::-1], down[::-1]
        read = imb.decode(down, up)
        if read is None:
            # Evidence so weak that another word might be meant.
            assert odds < 7
        else:
            assert (tracking, routing, flipped) == (read.tracking, read.routing, read.upside_down)


class TestPostnet:
    """DMM 708.4: the digits and their check digit MUST stand between two frame bars."""

    @given(digits(postnet_spec.DIGITS), st.data())
    @settings(max_examples=80, deadline=None)
    def test_every_code_comes_back_with_a_digit_lost(self, code: str, data: st.DataObject) -> None:
        bars = np.array([CERTAIN if bar == "1" else -CERTAIN for bar in postnet_encoder.encode(code)])
        lost = data.draw(st.integers(0, len(code) + 1))
        bars[1 + 5 * lost : 6 + 5 * lost] = 0
        read = postnet.decode(bars)
        assert read is not None
        assert code == read.digits
