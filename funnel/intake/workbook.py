"""Workbooks, read in a child process: a damaged one can end the whole process that opens it."""

import json
import subprocess
import sys
from csv import writer
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from funnel.errors import RefusedFile

SECONDS = 120
MOST_CELLS = 40_000_000


def table_of_workbook(path: Path, target: Path, file_name: str) -> tuple[Path, str]:
    """The one filled visible sheet of a workbook as CSV at `target`, and its name.

    Raises RefusedFile when the workbook cannot be opened in time, or holds no or several tables.
    """
    command = [sys.executable, "-m", "funnel.intake.workbook", str(path), str(target)]
    try:
        told = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, text=True)  # noqa: S603
    except subprocess.TimeoutExpired as cause:
        raise RefusedFile(file_name, ["The workbook takes too long to open. Save the table as CSV."]) from cause
    if told.returncode != 0 or not told.stdout:
        raise RefusedFile(file_name, ["The workbook cannot be opened. Save the table as CSV and import that."])
    answer = json.loads(told.stdout)
    if "problem" in answer:
        raise RefusedFile(file_name, [answer["problem"]])
    return target, answer["sheet"]


def _written(source: Path, target: Path) -> dict[str, str]:
    workbook = CalamineWorkbook.from_path(str(source))
    seen = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    filled = [name for name in seen if workbook.get_sheet_by_name(name).height > 0]
    if len(filled) != 1:
        names = ", ".join(f"“{name}”" for name in filled) or "none"
        return {"problem": f"The workbook has these filled sheets: {names}. Keep one, or save it as CSV."}
    sheet = workbook.get_sheet_by_name(filled[0])
    if sheet.height * max(sheet.width, 1) > MOST_CELLS:
        return {"problem": "The sheet is larger than a sheet can sensibly be. Save the table as CSV."}
    with target.open("w", encoding="utf-8", newline="") as file:
        lines = writer(file, lineterminator="\n")
        for row in sheet.to_python(skip_empty_area=False):
            lines.writerow([_as_text(cell) for cell in row])
    return {"sheet": filled[0]}


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    print(json.dumps(_written(Path(sys.argv[1]), Path(sys.argv[2]))))
