"""Before decoding: whatever a file is wrapped in, the one table inside it, or the question which one is meant."""

import os
import re
import shutil
from csv import reader
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from funnel import forms
from funnel.errors import RefusedFile, Sentence, sentence
from funnel.intake.asking import Asking
from funnel.intake.gate import HEAD_BYTES, Form, form_of
from funnel.intake.header import normalised
from funnel.intake.outcome import Question, Reading
from funnel.intake.profile import profiles
from funnel.intake.recognise import fits
from funnel.intake.shown_names import shown
from funnel.intake.told import listed
from funnel.intake.unpack import check_workbook, unpacked_gzip, unpacked_zip, workbook_in
from funnel.intake.vocabulary import vocabulary

LOOKED_AT = 64 * 1024
LINES = 60
FEW_NAMES = 2
CUTS = re.compile(r"[,;\t|~]")
READERS = {
    "xlsx": forms.Form.WORKBOOK,
    "ods": forms.Form.OPEN_SHEETS,
    "parquet": forms.Form.PARQUET,
    "json": forms.Form.RECORDS,
    "page": forms.Form.PAGE,
    "xml": forms.Form.OLD_SHEETS,
}
READ_APART = {Form.PARQUET: "parquet", Form.RECORDS: "json", Form.PAGE: "page", Form.OLD_SHEETS: "xml"}


@dataclass(frozen=True)
class Inside:
    """One table in a file. `form` is "text" for bytes as they came, else what it was read from; ours to write then."""

    path: Path
    inner_name: str
    sheet: str = ""
    form: str = "text"
    notes: tuple[Sentence, ...] = field(default=())

    @property
    def label(self) -> str:
        """Name that tells it from the other tables of its file."""
        return self.sheet or self.inner_name


def table_inside(path: Path, folder: Path, names: frozenset[str], asking: Asking | None = None) -> Inside:
    """The one table in the file at `path`; `folder` takes what has to be unpacked.

    `names` are the header names that tell a table from a page of notes; `asking` says which table is meant.
    Raises RefusedFile.
    """
    form = form_of(head_of(path), path.name)
    if form is Form.TEXT:
        return Inside(_linked(path, folder / "given"), path.name)
    if form is Form.GZIP:
        inner = unpacked_gzip(path, folder / "unpacked", path.name)
        found = _tables_in(Inside(inner, path.name.removesuffix(".gz")), folder, path.name, deep=False)
    else:
        found = _tables_in(Inside(_linked(path, folder / "given"), path.name), folder, path.name, deep=True)
    return _chosen(found, names, asking or Asking({}), path.name)


def head_of(path: Path) -> bytes:
    """The first bytes of a file; raises RefusedFile where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as cause:
        raise RefusedFile(path.name, [sentence("The file cannot be read. Check that you may open it.")]) from cause


def _tables_in(inside: Inside, folder: Path, file_name: str, *, deep: bool) -> list[Inside]:
    form = form_of(head_of(inside.path), file_name)
    if form is Form.TEXT:
        return [inside]
    if form in READ_APART:
        return _read_apart(inside, READ_APART[form], folder, file_name)
    kind = workbook_in(inside.path, file_name) if form is Form.ZIP else ""
    if kind:
        check_workbook(inside.path, file_name)
        return _read_apart(inside, kind, folder, file_name)
    if form is Form.ZIP and deep:
        return _tables_of_members(inside, folder, file_name)
    raise RefusedFile(file_name, [sentence("There is an archive inside the archive. Unpack it first.")])


def _read_apart(inside: Inside, kind: str, folder: Path, file_name: str) -> list[Inside]:
    room = folder / f"{inside.path.name}.tables"
    room.mkdir()
    currencies = frozenset(vocabulary().currencies)
    tables, notes = forms.tables_of(READERS[kind], inside.path, room, file_name, currencies)
    return [replace(inside, path=table.path, sheet=table.name, form=kind, notes=notes) for table in tables]


def _tables_of_members(inside: Inside, folder: Path, file_name: str) -> list[Inside]:
    members = unpacked_zip(inside.path, folder, file_name)
    found: list[Inside] = []
    refusals: list[RefusedFile] = []
    for name, path in members:
        try:
            found += _tables_in(Inside(path, name), folder, file_name, deep=False)
        except RefusedFile as refusal:
            refusals.append(refusal)
    if not found or (refusals and len(members) == 1):
        raise refusals[0]
    return found


def _chosen(found: list[Inside], names: frozenset[str], asking: Asking, file_name: str) -> Inside:
    if len(found) == 1:
        return _noted(found[0], 1)
    holding = [one for one in found if _known_names(one.path, names) >= FEW_NAMES]
    said = bool(asking.given.keys() & {"sheet", "table"})
    if len(holding) == 1 and not said:
        return _noted(holding[0], len(found))
    exports = [one for one in holding if one.sheet and _is_export(one.path)]
    if len(exports) == 1 and not said:
        note = sentence(
            "Read from “{name}”, the only one of {tables} sheets that is an export we know.",
            name=exports[0].label, tables=len(found),
        )  # fmt: skip
        return replace(exports[0], notes=(note, *exports[0].notes))
    told = found if said or not holding else holding
    answer = asking.settle(_which(told), file_name)
    return next(one for one in told if one.label == answer)


def _is_export(path: Path) -> bool:
    """Whether one of the first lines of a sheet proves a source that ships."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [[normalised(cell) for cell in row] for row in islice(reader(file), LINES)]
    return any(fits(profile, row) for row in rows for profile in profiles())


def _which(found: list[Inside]) -> Question:
    readings = tuple(
        Reading(one.label, sentence("“{name}”, which begins with {cells}", name=one.label, cells=_start(one.path)))
        for one in found
    )
    asked = sentence(
        "The file holds several tables ({names}); say which of them is meant.",
        names=listed([sentence("“{column}”", column=one.label) for one in found[:6]]),
    )
    return Question("sheet" if found[0].sheet else "table", None, readings, asked)


def _start(path: Path) -> Sentence:
    """The first cells of a table: its column names, where nothing stands above them."""
    with path.open("rb") as file:
        line = file.read(HEAD_BYTES).decode("utf-8-sig", "replace").partition("\n")[0]
    cells = [cell.strip().strip('"') for cell in CUTS.split(line)]
    return listed(shown(cells)[:3] or [sentence("a blank line")])


def _noted(inside: Inside, of: int) -> Inside:
    if not inside.sheet and of == 1:
        return inside
    if of == 1:
        note = sentence("Read from the sheet “{sheet}”.", sheet=inside.sheet)
    else:
        note = sentence(
            "Read from “{name}”, the only one of {tables} tables with columns we know.", name=inside.label, tables=of
        )
    return replace(inside, notes=(note, *inside.notes))


def _known_names(path: Path, names: frozenset[str]) -> int:
    """Most known header names any of the first lines holds, whatever its encoding and delimiter."""
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
    encodings = ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1251", "cp1250")
    lines = (line for one in encodings for line in head.decode(one, "replace").splitlines()[:LINES])
    return max((sum(normalised(cell) in names for cell in CUTS.split(line)) for line in lines), default=0)


def _linked(path: Path, link: Path) -> Path:
    # The reader takes [ ] * ? in a name for a pattern, so it is never shown the name people chose.
    # A link that stands there already would be followed, and what it leads to written over.
    link.unlink(missing_ok=True)
    for make in (os.symlink, os.link, shutil.copyfile):
        try:
            make(path.resolve(), link)
        except (OSError, NotImplementedError):
            continue
        return link
    raise RefusedFile(path.name, [sentence("The file cannot be read. Check that you may open it.")])
