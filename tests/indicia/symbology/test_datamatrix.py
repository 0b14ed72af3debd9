import numpy as np
import pytest

from indicia.errors import InputError
from indicia.spec.ecc200 import BASE256_SHORT_MAX_BYTES, BY_SHAPE, SIZES, Family, SymbolSize
from indicia.symbology import datamatrix


def payload(length: int) -> bytes:
    """Bytes that no shorter encodation than Base 256 suits."""
    return np.random.default_rng(length).integers(128, 256, length, dtype=np.uint8).tobytes()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_full_symbol_has_exactly_the_forced_size(size: SymbolSize) -> None:
    modules = datamatrix.encode(payload(datamatrix.capacity(size)), size)
    assert (size.rows, size.columns) == modules.shape
    assert modules.dtype == np.bool_


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_one_byte_keeps_the_forced_size(size: SymbolSize) -> None:
    assert (size.rows, size.columns) == datamatrix.encode(b"\x00", size).shape


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_more_than_the_capacity_is_refused(size: SymbolSize) -> None:
    # A Base 256 field that runs to the end of the symbol needs one length codeword, however long it is
    # (ISO/IEC 16022 5.2.9.2): where the capacity counts two, one byte more may still be had.
    spare = 1 if datamatrix.capacity(size) > BASE256_SHORT_MAX_BYTES else 0
    too_many = datamatrix.capacity(size) + spare + 1
    with pytest.raises(InputError, match=f"{too_many} bytes do not fit a {size} Data Matrix"):
        datamatrix.encode(payload(too_many), size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_region_has_its_solid_and_alternating_frame(size: SymbolSize) -> None:
    modules = datamatrix.encode(payload(datamatrix.capacity(size)), size)
    regions = modules.reshape(
        size.rows // (size.region_rows + 2), size.region_rows + 2, -1, size.region_columns + 2
    ).swapaxes(1, 2)
    assert regions[:, :, :, 0].all()
    assert regions[:, :, -1, :].all()
    assert (np.arange(size.region_columns + 2) % 2 == 0).tolist() == regions[0, 0, 0].tolist()
    assert (regions[:, :, 0, :] == regions[0, 0, 0]).all()
    assert (regions[:, :, :, -1] == (np.arange(size.region_rows + 2) % 2 == 1)).all()


def test_no_bytes_are_refused() -> None:
    with pytest.raises(InputError, match="no bytes"):
        datamatrix.encode(b"", SIZES[0])


# The signed payloads of the profiles, and 112: what a 40x40 holds, one byte short of the default profile.
@pytest.mark.parametrize(
    ("length", "square", "dmre"),
    [(20, (20, 20), (8, 64)), (89, (40, 40), (24, 64)), (112, (40, 40), (26, 64)), (113, (44, 44), (26, 64))],
)
def test_the_smallest_square_and_extended_rectangle_for_a_payload(
    length: int, square: tuple[int, int], dmre: tuple[int, int]
) -> None:
    fitting = datamatrix.fits(length)
    assert BY_SHAPE[square] == next(size for size in fitting if size.family is Family.SQUARE)
    assert BY_SHAPE[dmre] == next(size for size in fitting if size.family is Family.DMRE)


def test_every_size_that_fits_holds_the_payload_and_no_other_does() -> None:
    for length in (1, 61, 249, 250, 1555):
        fitting = set(datamatrix.fits(length))
        assert fitting == {size for size in SIZES if datamatrix.capacity(size) >= length}
    assert not datamatrix.fits(1556)
