import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.errors import InvalidInput
from visavi.exchange.tables import LONGEST_LINE, Table, open_table

TEXT = "Id;Name;City\r\n1;Åse;Ås\r\n2;Göran;Ö\r\n"


def test_a_source_may_be_closed_before_all_rows_are_taken() -> None:
    """Who stops at a bad row leaves nothing behind that complains."""
    source = io.BytesIO(b"id;name\n1;a\n2;b\n")
    rows = open_table(source).rows
    next(rows)
    source.close()

    rows.close()  # type: ignore[attr-defined]  # a generator, by what it is for


def rows(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows]


def read(content: bytes, **said: str) -> list[list[str]]:
    return rows(open_table(io.BytesIO(content), **said))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found_out(encoding: str, found: str) -> None:
    table = open_table(io.BytesIO(TEXT.encode(encoding)))
    assert table.encoding == found
    assert rows(table) == [["Id", "Name", "City"], ["1", "Åse", "Ås"], ["2", "Göran", "Ö"]]


def test_a_letter_far_down_the_list_still_counts() -> None:
    many = "Id;Name\n" + "1;Anna Ask\n" * 30_000
    assert open_table(io.BytesIO((many + "2;Åse\n").encode("cp1252"))).encoding == "cp1252"
    assert open_table(io.BytesIO((many + "2;Åse\n").encode())).encoding == "utf-8"


def test_bytes_that_mean_nothing_in_cp1252_are_latin_1() -> None:
    assert open_table(io.BytesIO(b"Id;Name\n1;\x81\xe5\n")).encoding == "latin-1"


def test_a_pipe_is_read_as_a_file_is() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    assert rows(open_table(Pipe(TEXT.encode()))) == read(TEXT.encode())


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found_out(separator: str) -> None:
    text = f"Id{separator}Name{separator}Share\n1{separator}Anna{separator}80\n"
    table = open_table(io.BytesIO(text.encode()))
    assert table.separator == separator
    assert rows(table)[1] == ["1", "Anna", "80"]


def test_commas_inside_the_cells_do_not_mislead() -> None:
    text = "Id;Name;Share\n1;Øst, Åse;100,00\n2;Vest, Bo;37,50\n3;Sør, Li;12,50\n"
    assert open_table(io.BytesIO(text.encode())).separator == ";"


def test_a_first_line_that_says_the_separator_is_believed() -> None:
    assert read(b"sep=|\nId|Name, or so\n1|A, B\n") == [["Id", "Name, or so"], ["1", "A, B"]]


def test_encoding_and_separator_can_be_said() -> None:
    content = "Id|Name;x\n1|Åse;y\n".encode("cp865")
    assert read(content, encoding="cp865", separator="|")[1] == ["1", "Åse;y"]
    assert read(b"Id\tName\n1\tA\n", separator="tab")[0] == ["Id", "Name"]


@pytest.mark.parametrize(
    ("content", "said", "why"),
    [
        (b"", {}, "empty"),
        (b"PK\x03\x04rest", {}, "workbook"),
        (b"just one column\nand no separator\n", {}, "separator"),
        (TEXT.encode("cp1252"), {"encoding": "utf-8"}, "not written in utf-8"),
        (TEXT.encode("utf-16")[:-1], {}, "utf-16"),
        (TEXT.encode(), {"encoding": "rot13"}, "rot13"),
        (TEXT.encode(), {"encoding": "no-such"}, "no-such"),
        (TEXT.encode(), {"separator": "ab"}, "ab"),
        (TEXT.encode(), {"separator": '"'}, "separate"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(
    content: bytes, said: dict[str, str], why: str
) -> None:
    with pytest.raises(InvalidInput, match=why):
        read(content, **said)


def test_rows_are_numbered_by_the_lines_of_the_file() -> None:
    text = 'Id;Name\n\n1;"two\nlines"\n2;Bo\n\r\n3;Li\n'
    table = open_table(io.BytesIO(text.encode()))
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ["Id", "Name"]),
        (3, ["1", "two\nlines"]),
        (5, ["2", "Bo"]),
        (7, ["3", "Li"]),
    ]


def test_a_quotation_mark_that_nobody_closes_costs_one_row() -> None:
    text = 'Id;Name\n1;"Open\n' + "".join(f"{n};Name {n}\n" for n in range(2, 60))
    table = open_table(io.BytesIO(text.encode()))
    found = list(table.rows)
    assert [row.number for row in found if row.fault] == [2]
    assert sum(not row.fault for row in found) == 59


def test_quotation_marks_inside_a_cell_stay() -> None:
    text = 'Id;Name\n1;"Comma ""Coco"" C"\n2;Size 5" disk\n3;"a ""b"\n4;x\n'
    assert [cells[1] for cells in read(text.encode())[1:]] == [
        'Comma "Coco" C',
        'Size 5" disk',
        'a "b',
        "x",
    ]


def test_an_endless_line_costs_one_row() -> None:
    text = "Id;Name\n1;" + "x" * (3 * LONGEST_LINE) + "\n2;Bo\n"
    found = list(open_table(io.BytesIO(text.encode())).rows)
    assert [bool(row.fault) for row in found] == [False, True, False]
    assert found[2].number == 3


def test_lines_may_end_in_any_way() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert read(end.join(["Id;Name", "1;A", "2;B"]).encode()) == [
            ["Id", "Name"],
            ["1", "A"],
            ["2", "B"],
        ]


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_clear_refusal(content: bytes) -> None:
    with contextlib.suppress(InvalidInput):
        for row in open_table(io.BytesIO(content)).rows:
            assert row.number > 0


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8))
def test_cells_written_by_the_csv_module_come_back(table: list[list[str]]) -> None:
    import csv

    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([["Id", "Name", "Place"], *table])
    wanted = [cells for cells in table if ";".join(cells).strip()]
    assert read(out.getvalue().encode(), separator=";", encoding="utf-8")[1:] == wanted


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"id;name\x00\x01\x02;from\n1;A;2020-01-01\n",
        bytes(range(256)) * 9,
        b"\x7fELF\x02\x01\x01" + b"\0" * 50,
    ],
)
def test_what_is_no_text_is_called_that(content: bytes) -> None:
    """Nobody is asked for the separator of a picture."""
    with pytest.raises(InvalidInput, match="bytes that no text has"):
        open_table(io.BytesIO(content))
