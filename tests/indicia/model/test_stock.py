from collections.abc import Callable
from pathlib import Path

import pytest

from indicia.errors import InputError, OutputError, UsageError
from indicia.model.problems import RowError
from indicia.model.stock import add_stock, as_document, read_stock, stocks
from indicia.model.stock_row import Feed, Stock, StockFacing
from indicia.spec.kinds import MediaKind, System

ROW = """
name = "mine"
title = "My labels"
source = "measured"
kinds = ["sheet"]
feed = "sheet"
width = 4.0
height = 3.0
radius = 0.1
facing = "plain"
systems = ["pc-postage"]
[page]
width = 8.5
height = 11
[grid]
rows = 3
columns = 2
left = 0.25
top = 1.0
pitch_x = 4.0
pitch_y = 3.0
"""

UNSOURCED = {"2-up-letter", "4x6", "4x8", "meter-tape", "stamps-25", "zebra-4x6"}


def refused(text: str) -> list[str]:
    with pytest.raises(RowError) as caught:
        read_stock(text.encode(), "mine.toml")
    assert str(caught.value).startswith("mine.toml: ")
    return [str(problem) for problem in caught.value.problems]


def test_a_row_is_read_as_it_stands() -> None:
    stock = read_stock(ROW.encode(), "mine.toml")
    assert ("mine", 4.0, 3.0, 0.1) == (stock.name, stock.width, stock.height, stock.radius)
    assert (MediaKind.SHEET,) == stock.kinds
    assert (System.PC_POSTAGE,) == stock.systems
    assert StockFacing.PLAIN is stock.facing
    assert (8.5, 11.0) == stock.page_size
    assert 6 == stock.labels


def test_what_is_not_declared_is_none() -> None:
    stock = read_stock(ROW.encode(), "mine.toml")
    assert None is stock.permanent
    assert None is stock.tag_min_pmu
    assert None is stock.tag_drift_percent


def test_a_roll_has_its_label_as_its_page() -> None:
    assert (4.0, 6.0) == stocks()["4x6"].page_size
    assert 1 == stocks()["4x6"].labels


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "mine"', 'name = "My Labels"', "name: found 'My Labels'; allowed: at most 40 lower-case letters"),
        ('source = "measured"', "", "source: found nothing; allowed: this key"),
        ("width = 4.0", 'width = "4.0"', "width: found '4.0'; allowed: "),
        ("width = 4.0", "width = 0", "width: found 0; allowed: "),
        ("width = 4.0", "width = inf", "width: found inf; allowed: "),
        ("width = 4.0", "width = true", "width: found True; allowed: "),
        ('"plain"', '"shiny"', "facing: found 'shiny'; allowed: 'fluorescent' or 'plain'"),
        ('"pc-postage"', '"stamps"', "systems.0: found 'stamps'; allowed: 'traditional'"),
        ('"pc-postage"', '"pc-postage", "pc-postage"', "systems: found pc-postage, pc-postage; allowed: each"),
        ('["sheet"]', '["label"]', "kinds: found label; allowed: sheet with the feed sheet"),
        ('["sheet"]', "[]", "kinds: found []; allowed: "),
        ("radius = 0.1", "radius = 1.6", "radius: found 1.6; allowed: at most 1.5"),
        ("radius = 0.1", "unprintable_y = 1.5", "unprintable_y: found 1.5; allowed: under 1.5"),
        ("pitch_x = 4.0", "pitch_x = 3.9", "grid.pitch_x: found 3.9; allowed: at least 4"),
        ("left = 0.25", "left = 0.6", "grid.left: found columns that end 8.6 in from the edge; allowed: within"),
        ("top = 1.0", "top = 2.1", "grid.top: found rows that end 11.1 in from the edge; allowed: within the page, 11"),
        ("columns = 2", "columns = 2.0", "grid.columns: found 2.0; allowed: "),
        ("rows = 3", "rows = 3\ndepth = 1", "grid.depth: found an unknown key 'depth'; allowed: the keys rows"),
        ("radius = 0.1", "permanent = 1", "permanent: found 1; allowed: "),
        ("radius = 0.1", "colour = 1", "colour: found an unknown key 'colour'; allowed: the keys name"),
        ("radius = 0.1", "tag_min_pmu = 20.0", "facing: found plain, with an emission; allowed: fluorescent"),
        ("radius = 0.1", "tag_min_pmu = 70\ntag_max_pmu = 20", "tag_min_pmu: found 70; allowed: at most tag_max_pmu"),
    ],
)
def test_a_wrong_value_is_refused_with_its_key_and_what_is_allowed(old: str, new: str, said: str) -> None:
    assert old in ROW
    assert any(line.startswith(said) for line in refused(ROW.replace(old, new, 1)))


def test_every_problem_is_said_at_once() -> None:
    text = ROW.replace('"mine"', '"My Labels"').replace('"plain"', '"shiny"').replace("left = 0.25", "left = 0.6")
    text = text.replace("radius = 0.1", "radius = 9\ncolour = 1")
    paths = {line.split(":")[0] for line in refused(text)}
    assert {"name", "facing", "grid.left", "radius", "colour"} == paths


@pytest.mark.parametrize("table", ["page", "grid"])
def test_a_sheet_needs_its_page_and_its_grid(table: str) -> None:
    before, _, rest = ROW.partition(f"[{table}]")
    text = before + rest[rest.index("[") :] if "[" in rest else before
    assert [f"{table}: found nothing; allowed: the table [{table}], with the feed sheet"] == refused(text)


def test_a_roll_has_neither_page_nor_grid() -> None:
    text = ROW.replace('feed = "sheet"', 'feed = "roll"').replace('["sheet"]', '["label", "tape"]')
    assert {"page", "grid"} == {line.split(":")[0] for line in refused(text)}


@pytest.mark.parametrize("text", [b"name = ", b"\xff", b"a = 1\na = 2", b"a = " + b"[" * 100_000])
def test_what_is_no_toml_is_refused(text: bytes) -> None:
    with pytest.raises(InputError, match=r"^x\.toml: not a TOML file"):
        read_stock(text, "x.toml")


def test_a_row_built_in_code_is_checked_as_well() -> None:
    with pytest.raises(ValueError, match="radius: found 3; allowed: at most 2"):
        Stock(
            name="x",
            title="x",
            source="x",
            kinds=(MediaKind.LABEL,),
            feed=Feed.ROLL,
            width=4.0,
            height=6.0,
            radius=3.0,
            facing=StockFacing.PLAIN,
            systems=(),
        )


def test_the_promised_stocks_are_there_in_the_order_of_their_names() -> None:
    shelf = stocks()
    assert sorted(shelf) == list(shelf)
    assert {"4x6", "4x8", "meter-tape", "2-up-letter", "stamps-25", "avery-5160", "dymo-30252"} <= set(shelf)


@pytest.mark.parametrize(
    ("name", "labels", "width", "height"),
    [
        ("avery-5126", 2, 8.5, 5.5),
        ("avery-5160", 30, 2 + 5 / 8, 1.0),
        ("avery-5163", 10, 4.0, 2.0),
        ("avery-5164", 6, 4.0, 3 + 1 / 3),
        ("avery-5168", 4, 5.0, 3.5),
        ("brother-dk-1201", 1, 90 / 25.4, 29 / 25.4),
        ("brother-dk-1202", 1, 100 / 25.4, 62 / 25.4),
        ("dymo-30252", 1, 3.5, 28 / 25.4),
        ("dymo-30256", 1, 4.0, 2 + 5 / 16),
        ("dymo-30387", 1, 10.5, 2 + 5 / 16),
        ("dymo-30915", 1, 41 / 25.4, 31 / 25.4),
    ],
)
def test_published_sizes_are_those_of_the_makers(name: str, labels: int, width: float, height: float) -> None:
    stock = stocks()[name]
    assert labels == stock.labels
    assert (width, height) == pytest.approx((stock.width, stock.height), abs=1e-4)


def test_sizes_without_a_source_say_so_and_are_counted() -> None:
    assert UNSOURCED == {name for name, stock in stocks().items() if "UNSOURCED" in stock.source}


@pytest.mark.parametrize("name", ["avery-5160", "avery-5163", "avery-5164", "avery-5168", "stamps-25"])
def test_sheets_have_equal_margins_left_and_right_and_top_and_bottom(name: str) -> None:
    stock = stocks()[name]
    assert stock.page is not None
    assert stock.grid is not None
    across = (stock.grid.columns - 1) * stock.grid.pitch_x + stock.width
    down = (stock.grid.rows - 1) * stock.grid.pitch_y + stock.height
    assert stock.grid.left == pytest.approx(stock.page.width - across - stock.grid.left, abs=1e-3)
    assert stock.grid.top == pytest.approx(stock.page.height - down - stock.grid.top, abs=1e-3)


def test_stock_for_letters_is_fluorescent() -> None:
    tagged = {name for name, stock in stocks().items() if stock.facing is StockFacing.FLUORESCENT}
    assert {"meter-tape", "stamps-25", "dymo-30915"} == tagged


def test_own_rows_join_the_shelf_and_may_replace_a_shipped_one(tmp_path: Path) -> None:
    add_stock(ROW.encode(), tmp_path, "row")
    add_stock(ROW.replace('"mine"', '"4x6"').encode(), tmp_path, "row", replace=True)
    shelf = stocks(tmp_path)
    assert {*stocks(), "mine"} == set(shelf)
    assert "My labels" == shelf["4x6"].title
    assert "My labels" != stocks()["4x6"].title


def test_an_added_row_is_kept_as_it_was_written(tmp_path: Path) -> None:
    text = b"# with a comment\n" + ROW.encode()
    folder = tmp_path / "data" / "stocks"
    assert "mine" == add_stock(text, folder, "row").name
    assert text == (folder / "mine.toml").read_bytes()


@pytest.mark.parametrize("name", ["4x6", "mine"])
def test_a_name_that_is_taken_is_refused_unless_replaced(tmp_path: Path, name: str) -> None:
    add_stock(ROW.encode(), tmp_path, "row")
    text = ROW.replace('"mine"', f'"{name}"').replace("My labels", "Other").encode()
    with pytest.raises(UsageError, match="--replace"):
        add_stock(text, tmp_path, "row")
    add_stock(text, tmp_path, "row", replace=True)
    assert "Other" == stocks(tmp_path)[name].title


def test_a_wrong_row_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(RowError):
        add_stock(b"name = 'mine'", tmp_path / "shelf", "row")
    assert not (tmp_path / "shelf").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be made"):
        add_stock(ROW.encode(), tmp_path / "file" / "stocks", "row")


def test_an_absent_folder_adds_nothing(tmp_path: Path) -> None:
    assert dict(stocks()) == dict(stocks(tmp_path / "absent"))


def _broken(place: Path) -> None:
    place.write_text(ROW.replace("rows = 3", "rows = 0"))


def _misnamed(place: Path) -> None:
    place.write_text(ROW.replace('"mine"', '"other"'))


def _folder(place: Path) -> None:
    place.mkdir()


@pytest.mark.parametrize(
    ("lay", "said"),
    [
        (_broken, "grid.rows: found 0"),
        (_misnamed, "name: found 'other'; allowed: 'mine', as its file is called"),
        (_folder, "Is a directory"),
    ],
)
def test_a_bad_file_on_the_shelf_is_named(tmp_path: Path, lay: Callable[[Path], None], said: str) -> None:
    lay(tmp_path / "mine.toml")
    with pytest.raises(InputError, match=said) as caught:
        stocks(tmp_path)
    assert str(caught.value).startswith(str(tmp_path / "mine.toml"))


def test_a_row_as_a_document_has_every_key() -> None:
    document = as_document(stocks()["stamps-25"])
    assert "stamps-25" == document["name"]
    assert ["sheet"] == document["kinds"]
    assert 25 == document["grid"]["rows"] * document["grid"]["columns"]
    assert None is document["tag_min_pmu"]
