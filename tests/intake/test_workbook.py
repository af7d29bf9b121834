"""Workbooks are read in a child process; one filled visible sheet is the table."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from funnel.intake import Outcome, import_paths
from tests.intake.exports import store_at

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROWS = [
    ["Campaign report", "", "", "", ""],
    ["Day", "Campaign", "Impr.", "Clicks", "Cost"],
    [46296, "brand & more", 1200, 20, 500.5],
    [46297, "brand & more", 200, 5, 100.25],
    ["Total: Account", "", 1400, 25, 600.75],
]


def _cell(value: object) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def _sheet(rows: list[list[object]]) -> str:
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _workbook(path: Path, sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> Path:
    states = {name: ' state="hidden"' if name in hidden else "" for name in sheets}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{place}"{states[name]} r:id="r{place}"/>'
        for place, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="r{place}" Type="{LINKS}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{targets}</Relationships>'
        )
        for place, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{place}.xml", _sheet(rows))
    return path


def _import(path: Path, folder: Path) -> Outcome:
    (outcome,) = import_paths(store_at(folder), [path])
    return outcome


@pytest.mark.parametrize("name", ["report.xlsx", "report.csv"])
def test_the_filled_sheet_is_the_table(name: str, tmp_path: Path) -> None:
    path = _workbook(tmp_path / name, {"Data": ROWS, "Empty": [], "Old": ROWS}, hidden=("Old",))
    outcome = _import(path, tmp_path / "store")
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.encoding == "xlsx"
    assert outcome.receipt.money["accepted"] == "600.75"
    assert (outcome.receipt.first_day, outcome.receipt.last_day) == ("2026-10-01", "2026-10-02")
    assert outcome.receipt.set_aside_reasons == {"total": 1}
    assert "“Data”" in outcome.receipt.notes[0]


def test_several_filled_sheets_are_asked(tmp_path: Path) -> None:
    outcome = _import(_workbook(tmp_path / "two.xlsx", {"One": ROWS, "Two": ROWS}), tmp_path / "store")
    (question,) = outcome.questions
    assert (question.id, question.tokens) == ("sheet", ("One", "Two"))
    assert "“One”, “Two”" in question.sentence


def test_a_broken_workbook_is_refused_and_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook")
    outcome = _import(path, tmp_path / "store")
    assert outcome.verdict == "refused"
    assert "damaged" in outcome.problems[0]
