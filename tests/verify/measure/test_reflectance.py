import cv2
import numpy as np
import numpy.typing as npt
import pytest

from fixtures.handplaced import Wish, place
from fixtures.printscan import Look, Paper, print_and_scan
from indicia.errors import InputError
from indicia.geometry import Box
from verify.locate.ink import Levels
from verify.locate.plane import Plane
from verify.measure.reflectance import CALIBRATED_UNCERTAINTY, UNCALIBRATED, Card, card_of, linear, measure_reflectance

Pixels = npt.NDArray[np.uint8]
DPI = 300
SIZE = (2.0, 1.0)
MARK = Box(0.5, 0.2, 1.5, 0.8)


def piece(ink: tuple[int, int, int], paper: tuple[int, int, int], noise: float = 1.0) -> tuple[Pixels, Plane]:
    """Squares of ink on paper, in colour."""
    rng = np.random.default_rng(7)
    pixels = np.full((round(SIZE[1] * DPI), round(SIZE[0] * DPI), 3), paper, dtype=np.float64)
    left, top, right, bottom = (round(side * DPI) for side in (MARK.left, MARK.top, MARK.right, MARK.bottom))
    rows, columns = np.indices((bottom - top, right - left))
    pixels[top:bottom, left:right][(rows // 6 + columns // 6) % 2 == 0] = ink
    pixels = cv2.GaussianBlur(pixels, (0, 0), 0.6) + rng.normal(0, noise, pixels.shape)
    scan = np.clip(pixels + 0.5, 0, 255).astype(np.uint8)
    to_piece = np.diag((1 / DPI, 1 / DPI, 1.0))
    gray = np.asarray(cv2.cvtColor(scan, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return scan, Plane(gray, to_piece, np.linalg.inv(to_piece), *SIZE, DPI)


def levels(plane: Plane) -> Levels:
    return Levels(*(float(level) for level in np.percentile(plane.gray, (5, 95))))


def test_black_on_white_differs_alike_in_both_lights() -> None:
    scan, plane = piece((40, 40, 40), (240, 240, 240))
    seen = measure_reflectance(scan, plane, MARK, levels=levels(plane))
    assert seen.prd_red is not None
    assert seen.prd_green is not None
    assert pytest.approx(linear(240) - linear(40), abs=0.02) == seen.prd_red.value
    assert pytest.approx(seen.prd_green.value, abs=0.01) == seen.prd_red.value
    assert seen.prd_red.uncertainty >= 0.1
    assert not seen.calibrated


def test_red_ink_vanishes_in_red_light() -> None:
    """The worked case of red meter ink: fails in red, passes in green."""
    scan, plane = piece((210, 40, 50), (240, 240, 240))
    seen = measure_reflectance(scan, plane, MARK, levels=levels(plane))
    assert seen.prd_red is not None
    assert seen.prd_green is not None
    assert pytest.approx(linear(240) - linear(210), abs=0.02) == seen.prd_red.value
    assert pytest.approx(linear(240) - linear(40), abs=0.02) == seen.prd_green.value


def test_the_background_has_its_own_colour() -> None:
    scan, plane = piece((40, 40, 40), (196, 160, 120))
    seen = measure_reflectance(scan, plane, MARK, levels=levels(plane))
    assert seen.background_red is not None
    assert seen.background_green is not None
    assert pytest.approx((linear(196), linear(160)), abs=0.02) == (
        seen.background_red.value,
        seen.background_green.value,
    )


@pytest.mark.parametrize("ink", [30, 60, 90, 120, 150, 180])
def test_pale_ink_lowers_the_difference(ink: int) -> None:
    scan, plane = piece((ink, ink, ink), (240, 238, 235))
    seen = measure_reflectance(scan, plane, MARK, levels=levels(plane))
    assert seen.prd_green is not None
    assert pytest.approx(linear(238) - linear(ink), abs=0.02) == seen.prd_green.value


def test_grey_pictures_tell_nothing() -> None:
    _, plane = piece((40, 40, 40), (240, 240, 240))
    as_rgb = np.repeat(plane.gray[..., None], 3, axis=2)
    for pixels in (plane.gray, as_rgb):
        seen = measure_reflectance(pixels, plane, MARK, levels=levels(plane))
        assert (None, None, None, None) == (seen.prd_red, seen.prd_green, seen.background_red, seen.background_green)


def test_where_nothing_is_printed_nothing_is_told() -> None:
    scan, plane = piece((40, 40, 40), (240, 240, 240))
    empty = Box(0.05, 0.05, 0.1, 0.1)
    assert measure_reflectance(scan, plane, empty, levels=Levels(40, 240)).prd_red is None


@pytest.mark.parametrize("paper", list(Paper))
def test_a_simulated_scan(paper: Paper) -> None:
    page = place(Wish())
    assert page.symbol is not None
    scan = print_and_scan(page.pixels, page.dpi, np.random.default_rng(1), Look(color=True, paper=paper))
    to_piece = np.asarray(np.linalg.inv(scan.truth.to_scan), dtype=np.float64)
    gray = np.asarray(cv2.cvtColor(scan.pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    plane = Plane(gray, to_piece, scan.truth.to_scan, 9.5, 4.125, DPI)
    seen = measure_reflectance(scan.pixels, plane, page.symbol, levels=Levels(30, float(np.median(gray))))
    assert seen.prd_red is not None
    assert pytest.approx(linear(paper.value[0]) - linear(30), abs=0.03) == seen.prd_red.value


class TestCard:
    """A dim scanner: white paper of 0.85 comes as 200, black of 0.05 as 60."""

    @staticmethod
    def picture(bright: tuple[int, int, int] = (200, 196, 190), dim: tuple[int, int, int] = (60, 58, 57)) -> Pixels:
        rng = np.random.default_rng(3)
        card = np.empty((200, 300, 3))
        card[:, :170], card[:, 170:] = bright, dim
        return np.clip(card + rng.normal(0, 1.5, card.shape), 0, 255).astype(np.uint8)

    @pytest.fixture
    def card(self) -> Card:
        return card_of(self.picture(), light=0.85, dark=0.05)

    def test_both_patches_have_their_reflectance(self, card: Card) -> None:
        red, green, _ = card.channels
        assert pytest.approx((0.85, 0.05), abs=0.01) == (red.table[200], red.table[60])
        assert pytest.approx((0.85, 0.05), abs=0.01) == (green.table[196], green.table[58])
        assert pytest.approx(0.85, abs=0.01) == card.grey.table[196]
        assert red.calibrated
        assert not UNCALIBRATED.calibrated

    def test_it_corrects_what_is_measured_and_narrows_the_uncertainty(self, card: Card) -> None:
        scan, plane = piece((60, 58, 57), (200, 196, 190))
        plain = measure_reflectance(scan, plane, MARK, levels=levels(plane))
        seen = measure_reflectance(scan, plane, MARK, levels=levels(plane), card=card)
        assert seen.prd_red is not None
        assert plain.prd_red is not None
        assert pytest.approx(0.80, abs=0.02) == seen.prd_red.value
        assert plain.prd_red.value < 0.6
        assert seen.calibrated
        assert CALIBRATED_UNCERTAINTY <= seen.prd_red.uncertainty < plain.prd_red.uncertainty

    def test_a_grey_scan_of_a_card_serves_grey(self) -> None:
        card = card_of(
            np.asarray(cv2.cvtColor(self.picture(), cv2.COLOR_RGB2GRAY), dtype=np.uint8), light=0.9, dark=0.1
        )
        assert pytest.approx(0.9, abs=0.02) == card.grey.table[197]

    @pytest.mark.parametrize(("light", "dark"), [(0.1, 0.9), (0.5, 0.5), (1.2, 0.1), (0.8, -0.1)])
    def test_impossible_reflectances_are_refused(self, light: float, dark: float) -> None:
        with pytest.raises(InputError, match="fractions of 1"):
            card_of(self.picture(), light=light, dark=dark)

    def test_a_picture_without_two_plain_patches_is_refused(self) -> None:
        rng = np.random.default_rng(5)
        alike = self.picture((200, 200, 200), (190, 190, 190))
        noise = rng.integers(0, 256, (100, 100, 3), dtype=np.uint8)
        speck = np.full((100, 100, 3), 230, dtype=np.uint8)
        speck[:5, :5] = 20
        for picture in (alike, noise, speck):
            with pytest.raises(InputError, match="patch"):
                card_of(picture, light=0.85, dark=0.05)
