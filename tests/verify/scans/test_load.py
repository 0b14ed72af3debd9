"""Files to pages: every format, its resolution, its orientation, and clear words for what is no picture."""

import struct
import zlib
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from indicia.errors import InputError
from verify.scans import PDF_DPI, Pixels, expand, load, scan_of

WIDTH, HEIGHT = 60, 40


@pytest.fixture
def picture() -> Image.Image:
    """White with a dark upper left quarter: shows turns."""
    pixels = np.full((HEIGHT, WIDTH), 255, np.uint8)
    pixels[: HEIGHT // 2, : WIDTH // 2] = 20
    return Image.fromarray(pixels)


def only(path: Path) -> Pixels:
    (scan,) = load(path)
    return scan.gray


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.pgm"])
def test_lossless_formats_keep_every_pixel(tmp_path: Path, picture: Image.Image, name: str) -> None:
    picture.save(tmp_path / name)
    assert np.array_equal(np.asarray(picture), only(tmp_path / name))


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpg"])
def test_the_resolution_comes_from_the_file(tmp_path: Path, picture: Image.Image, name: str) -> None:
    picture.save(tmp_path / name, dpi=(300, 300))
    (scan,) = load(tmp_path / name)
    assert (300.0, 300.0) == scan.dpi


def test_two_resolutions_stay_two(tmp_path: Path, picture: Image.Image) -> None:
    picture.save(tmp_path / "a.tif", dpi=(200, 100))
    (scan,) = load(tmp_path / "a.tif")
    assert (200.0, 100.0) == scan.dpi


def test_a_file_without_resolution_has_none(tmp_path: Path, picture: Image.Image) -> None:
    picture.save(tmp_path / "a.png")
    (scan,) = load(tmp_path / "a.png")
    assert scan.dpi is None


@pytest.mark.parametrize("mode", ["1", "RGB", "RGBA", "P", "CMYK", "LA", "I;16"])
def test_every_mode_of_pixels_becomes_gray(tmp_path: Path, picture: Image.Image, mode: str) -> None:
    deep = Image.fromarray(np.asarray(picture).astype(np.uint16) * 257)
    (deep if mode == "I;16" else picture.convert(mode)).save(tmp_path / "a.tif")
    gray = only(tmp_path / "a.tif")
    assert gray[5, 5] < 40
    assert gray[-5, -5] > 250


def test_what_is_transparent_shows_white(tmp_path: Path) -> None:
    pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    pixels[:, 30:] = (0, 0, 0, 255)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    gray = only(tmp_path / "a.png")
    assert (255, 0) == (gray[5, 5], gray[5, 50])


def test_group_4_pages_come_one_by_one(tmp_path: Path, picture: Image.Image) -> None:
    page = picture.convert("1")
    page.save(tmp_path / "a.tif", save_all=True, append_images=[page.rotate(180)], compression="group4", dpi=(200, 200))
    scans = list(load(tmp_path / "a.tif"))
    assert [(1, 2), (2, 2)] == [(scan.page, scan.pages) for scan in scans]
    assert scans[0].gray[5, 5] < scans[1].gray[5, 5]
    assert [(200.0, 200.0)] * 2 == [scan.dpi for scan in scans]


@pytest.mark.parametrize(("plain", "number"), [(True, b"P1"), (False, b"P4")])
def test_bitmaps_are_read(tmp_path: Path, picture: Image.Image, plain: bool, number: bytes) -> None:
    bits = np.asarray(picture.convert("1")) == 0
    body = (
        b"\n".join(b" ".join(b"1" if bit else b"0" for bit in row) for row in bits)
        if plain
        else np.packbits(bits, axis=1).tobytes()
    )
    (tmp_path / "a.pbm").write_bytes(number + b"\n%d %d\n" % (WIDTH, HEIGHT) + body)
    gray = only(tmp_path / "a.pbm")
    assert (0, 255) == (gray[5, 5], gray[-5, -5])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_camera_orientation_is_applied(tmp_path: Path, picture: Image.Image, orientation: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = picture if orientation == 1 else picture.transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "a.jpg", exif=exif, quality=95, dpi=(300, 300))
    gray = only(tmp_path / "a.jpg")
    assert (HEIGHT, WIDTH) == gray.shape
    assert gray[5, 5] < 60
    assert gray[5, -5] > 200
    assert gray[-5, 5] > 200


def test_a_pdf_is_rasterised_page_by_page(tmp_path: Path, picture: Image.Image) -> None:
    picture.save(tmp_path / "a.pdf", save_all=True, append_images=[picture.rotate(180)], resolution=60.0)
    scans = list(load(tmp_path / "a.pdf"))
    assert [(200, 300)] * 2 == [scan.gray.shape for scan in scans]
    assert [(PDF_DPI, PDF_DPI)] * 2 == [scan.dpi for scan in scans]
    assert scans[0].gray[20, 20] < 60
    assert scans[1].gray[20, 20] > 200


def test_an_array_is_not_copied() -> None:
    pixels = np.full((HEIGHT, WIDTH), 255, np.uint8)
    scan = scan_of(pixels, 300)
    assert scan.pixels is pixels
    assert scan.gray is pixels
    assert (300.0, 300.0) == scan.dpi


@pytest.mark.parametrize(
    "pixels",
    [np.zeros((4, 4), np.float32), np.zeros((4, 4, 4), np.uint8), np.zeros(4, np.uint8), np.zeros((0, 4), np.uint8)],
)
def test_an_array_that_is_no_picture_is_refused(pixels: npt.NDArray[np.generic]) -> None:
    with pytest.raises(InputError):
        scan_of(cast("Pixels", pixels))


def bomb() -> bytes:
    """A PNG that says it is 60,000 x 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    packed = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"hello, this is no picture", "is not a PNG"),
        (b"%PDF-1.7\nbroken", "damaged PDF"),
        (bomb(), "too many"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "PNG"),
    ],
)
def test_what_is_no_picture_is_said_in_one_line(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(load(path))
    assert word in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "pgm", "pdf"])
@pytest.mark.parametrize("share", [0.2, 0.6])
def test_a_file_cut_short_is_refused(tmp_path: Path, suffix: str, share: float) -> None:
    path = tmp_path / f"a.{suffix}"
    noise = np.random.default_rng(1).integers(0, 255, (200, 200), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError):
        list(load(path))


def test_a_pdf_with_a_password_is_refused(tmp_path: Path, picture: Image.Image) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    picture.save(tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as document:
        document.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(InputError, match="password"):
        list(load(tmp_path / "b.pdf"))


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        list(load(tmp_path))


def test_a_folder_stands_for_its_pictures_by_name(tmp_path: Path, picture: Image.Image) -> None:
    for name in ("b.png", "a.JPG", "c.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "d.png").write_bytes(b"x")
    assert [str(tmp_path / "a.JPG"), str(tmp_path / "b.png")] == expand([tmp_path])


def test_a_glob_stands_for_its_matches_and_a_dash_for_itself(tmp_path: Path) -> None:
    for name in ("b.png", "a.png", "a.tif"):
        (tmp_path / name).write_bytes(b"x")
    assert ["-", str(tmp_path / "a.png"), str(tmp_path / "b.png")] == expand(["-", f"{tmp_path}/*.png"])


def test_a_file_whose_name_looks_like_a_glob_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "a[1].png"
    path.write_bytes(b"x")
    assert [str(path)] == expand([path])


@pytest.mark.parametrize("name", ["missing.png", "*.png", "."])
def test_paths_without_pictures_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        expand([tmp_path / name])
