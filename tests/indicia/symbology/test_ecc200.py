import pytest

from indicia.spec.ecc200 import BY_SHAPE, SIZES, Family, SymbolSize


def test_there_are_48_sizes_in_three_families() -> None:
    counts = {family: sum(size.family is family for size in SIZES) for family in Family}
    assert {Family.SQUARE: 24, Family.RECTANGLE: 6, Family.DMRE: 18} == counts
    assert len(SIZES) == len(BY_SHAPE)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_codewords_fill_the_mapping_matrix(size: SymbolSize) -> None:
    modules = size.mapping_rows * size.mapping_columns
    left_over = modules - 8 * (size.data_codewords + size.error_codewords)
    # ISO/IEC 16022 5.8.1: four modules of a fixed pattern remain in the corner of some sizes.
    assert left_over in {0, 4}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_regions_and_their_frames_tile_the_symbol(size: SymbolSize) -> None:
    assert (0, 0) == (size.rows % (size.region_rows + 2), size.columns % (size.region_columns + 2))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_blocks_share_the_codewords(size: SymbolSize) -> None:
    assert size.data_codewords == sum(size.block_data_codewords)
    assert 0 == size.error_codewords % size.blocks
    assert 255 >= max(size.block_data_codewords) + size.error_codewords // size.blocks


def test_only_the_largest_square_has_unequal_blocks() -> None:
    unequal = [size for size in SIZES if len(set(size.block_data_codewords)) > 1]
    assert [BY_SHAPE[144, 144]] == unequal
    assert (156,) * 8 + (155,) * 2 == unequal[0].block_data_codewords


def test_a_size_is_named_rows_by_columns() -> None:
    assert "26x64" == str(BY_SHAPE[26, 64])
