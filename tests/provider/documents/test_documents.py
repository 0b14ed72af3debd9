"""Statements: the same content in three forms, the same bytes each time."""

import json

import pypdfium2 as pdfium
import pytest

from indicia.errors import InputError
from indicia.faces import Face
from provider.documents import Column, Facts, Grid, SignHere, Statement, Words, csv_bytes, json_bytes, pdf

GRID = Grid((Column("ZIP"), Column("Amount", right=True)), (("06926", "12.340"), ("94103", "0.500")), ("", "12.840"))


def statement(*parts: Facts | Grid | Words | SignHere) -> Statement:
    return Statement("Daily Activity", parts, subtitle="1 June 2005", foot="39 CFR 501.29(g)")


def words(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_pdf_shows_every_part(face: Face) -> None:
    parts = (Facts((("Licensee", "A & B <Co>"),), "Who"), GRID, Words("First.\nSecond."), SignHere(("Licensee",)))
    (page,) = words(pdf(statement(*parts), face))
    for expected in ("Daily Activity", "1 June 2005", "A & B <Co>", "Who", "06926", "12.840", "Second.", "Date"):
        assert expected in page
    assert "Page 1 of 1" in page
    assert "39 CFR 501.29(g)" in page


def test_same_statement_gives_same_bytes(face: Face) -> None:
    made = statement(GRID, Facts((("a", "b"),)))
    assert pdf(made, face) == pdf(made, face)
    assert csv_bytes(made) == csv_bytes(made)
    assert json_bytes(made) == json_bytes(made)


def test_another_document_in_between_changes_nothing(face: Face) -> None:
    made = statement(GRID)
    before = pdf(made, face)
    pdf(statement(Words("Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich")), face)
    assert before == pdf(made, face)


def test_long_table_repeats_its_head_and_counts_pages(face: Face) -> None:
    rows = tuple((f"{number:05d}", "1.000") for number in range(150))
    pages = words(pdf(statement(Grid(GRID.columns, rows)), face))
    assert 3 <= len(pages)
    assert all("ZIP" in page for page in pages)
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    assert all(sum(row[0] in page for page in pages) == 1 for row in rows)


def test_empty_table_says_so(face: Face) -> None:
    assert "None." in words(pdf(statement(Grid(GRID.columns, ())), face))[0]


def test_unknown_letter_shows_its_code_point(face: Face) -> None:
    assert "U+732B" in words(pdf(statement(Words("cat 猫")), face))[0]


def test_unbreakable_word_stays_in_its_column(face: Face) -> None:
    page = words(pdf(statement(Grid((Column("a"), Column("b")), (("x" * 200, "here"),))), face))[0]
    assert 200 == page.count("x")
    assert "here" in page


def test_csv_holds_the_rows_without_totals() -> None:
    assert b"ZIP,Amount\r\n06926,12.340\r\n94103,0.500\r\n" == csv_bytes(statement(GRID))


def test_csv_parts_tables_by_an_empty_line() -> None:
    assert b"a\r\n1\r\n\r\nb\r\n2\r\n" == csv_bytes(
        statement(Grid((Column("a"),), (("1",),)), Grid((Column("b"),), (("2",),)))
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("-x", "'-x"), ("-1.500", "-1.500"), ("+1", "+1"), ("", '""'), ("a,b", '"a,b"')],
)
def test_csv_runs_nothing_in_a_spreadsheet(value: str, written: str) -> None:
    assert f"a\r\n{written}\r\n".encode() == csv_bytes(statement(Grid((Column("a"),), ((value,),))))


def test_json_names_values_by_columns() -> None:
    answer = json.loads(json_bytes(statement(GRID, Facts((("a", "b"),)), SignHere(("Licensee",)), Words("w"))))
    assert [{"ZIP": "06926", "Amount": "12.340"}, {"ZIP": "94103", "Amount": "0.500"}] == answer["parts"][0]["rows"]
    assert {"ZIP": "", "Amount": "12.840"} == answer["parts"][0]["totals"]
    assert {"a": "b"} == answer["parts"][1]["facts"]
    assert ["Licensee"] == answer["parts"][2]["signatures"]
    assert "w" == answer["parts"][3]["text"]


def test_row_of_another_length_is_refused() -> None:
    with pytest.raises(InputError, match="a row of 1 values in a table of 2 columns"):
        Grid(GRID.columns, (("x",),))
