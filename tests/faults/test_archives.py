"""Check 25: whatever an archive's members are called or are, nothing is written outside the work folder."""

import io
import os
import stat
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from funnel.errors import RefusedFile
from funnel.intake.wrapping import table_inside

TABLE = b"event_time,event_type,product_id,user_id,user_session\n2019-10-01 00:00:00 UTC,view,1,2,a\n"
NAMES = (
    "../evil.csv", "../../../../tmp/evil.csv", "/evil.csv", "C:\\evil.csv", "..\\..\\evil.csv", "a/../../evil.csv",
    "//server/share/evil.csv", "con.csv", "evil.csv\x00.txt", "~/evil.csv", "." * 200 + ".csv", "é\u202evsc.live.csv",
)  # fmt: skip


def archive(name: str, content: bytes, mode: int = stat.S_IFREG | 0o644) -> bytes:
    """A ZIP with one member of this name and kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        member = zipfile.ZipInfo("m")
        member.filename, member.external_attr = name, mode << 16
        made.writestr(member, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [*(archive(name, TABLE) for name in NAMES), archive("a.csv", b"/etc/passwd", stat.S_IFLNK | 0o777)],
    ids=[*(f"name {place}" for place in range(len(NAMES))), "link"],
)
def test_no_member_leaves_the_work_folder(content: bytes, tmp_path: Path) -> None:
    work = tmp_path / "deep" / "down" / "work"
    work.mkdir(parents=True)
    given = tmp_path / "report.zip"
    given.write_bytes(content)
    before = everything(tmp_path, work)
    with suppress(RefusedFile):
        assert b"root:" not in table_inside(given, work, frozenset()).path.read_bytes()
    assert everything(tmp_path, work) == before
    assert not [path for path in work.rglob("*") if path.is_symlink() and not path.resolve().is_relative_to(tmp_path)]
    assert sum(path.stat().st_size for path in work.rglob("*") if path.is_file()) < 10 * len(TABLE) + len(content)


def everything(folder: Path, but: Path) -> set[str]:
    """Every path below a folder, without those of the work folder."""
    return {os.path.relpath(path, folder) for path in folder.rglob("*") if not path.is_relative_to(but)}
