"""Every command through its front door: exit codes, JSON, sentences; and the page that documents them is complete."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from funnel.answers import notes
from funnel.cli import funnel, main
from funnel.places import sample_folder
from funnel.store import Store
from funnel.store.generations import generation_file
from funnel.terms import Kind
from tests.house import ROOT
from tests.shop import shelve, shop, visit

PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
DONE, NOTHING_DONE, WRONG = 0, 1, 2


@dataclass(frozen=True)
class Told:
    """What one call left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The JSON printed."""
        return json.loads(self.out)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `funnel ARGUMENTS` in this process."""

    def run(*arguments: object) -> Told:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Told(int(stopped.value.code or 0), out, err)

    return run


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a small invented shop, made and imported by the commands themselves."""
    folder = tmp_path_factory.mktemp("sample")
    store = folder / "store"
    _outside("sample", folder / "exports", "--sessions", 700, "--weeks", 3)
    store.mkdir()
    (folder / "exports" / "settings.toml").rename(store / "settings.toml")
    told = _outside("import", folder / "exports", "--store", store, "--json")
    assert {row["verdict"] for row in told.json["rows"]} == {"loaded"}
    assert "“README.md”, “truth.json”" in told.json["notes"][-1]
    return store


def _outside(*arguments: object, **environment: str) -> Told:
    """Runs `python -m funnel` in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "funnel", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        timeout=120,
    )
    assert "Traceback" not in told.stderr, told.stderr
    return Told(told.returncode, told.stdout, told.stderr)


# The page


def _commands(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


COMMANDS = {"funnel": funnel, **dict(_commands(funnel, "funnel"))}


def section(command: str) -> str:
    """Text of the page under the heading of one command."""
    found = re.search(rf"^## {command}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    text = section(name)
    assert text.strip(), f"no section “{name}”"
    options = [option for param in COMMANDS[name].params if isinstance(param, click.Option) for option in param.opts]
    shared = {"--store", "--json"}
    assert [option for option in options if option not in shared and f"`{option}`" not in text] == []
    assert all(f"`{option}`" in PAGE for option in shared)


def test_every_section_is_a_command_and_every_option_named_exists() -> None:
    assert set(re.findall(r"^## (.+)$", PAGE, re.MULTILINE)) == set(COMMANDS)
    known = {option for command in COMMANDS.values() for param in command.params for option in param.opts}
    assert set(re.findall(r"`(--[a-z-]+)`", PAGE)) <= known


VALUES_BY_NAME = {
    "steps", "of_previous", "of_first", "before", "of_previous_mature", "of_previous_before",
    "set_aside_reasons", "reject_reasons", "money", "columns", "control", "answers", "accepted_rows",
}  # fmt: skip


def _keys(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield key
            if key not in VALUES_BY_NAME:
                yield from _keys(value)
    elif isinstance(told, list):
        for value in told:
            yield from _keys(value)


def undocumented(command: str, told: Any, *also: str) -> list[str]:
    """Keys of the JSON that the command's section does not name."""
    text = "".join(section(name) for name in (command, *also))
    return sorted({key for key in _keys(told) if f"`{key}`" not in text})


def test_every_code_of_a_note_is_documented() -> None:
    codes = re.findall(r'Note\(\s*"(\w+)"', Path(str(notes.__file__)).read_text(encoding="utf-8"))
    assert len(codes) > 5
    assert [code for code in codes if f"`{code}`" not in section("funnel show funnel")] == []


# Answers on the sample shop


def test_show_funnel_as_json(call: Any, sample: Path) -> None:
    told = call("show", "funnel", "--by", "channel,device", "--json", "--store", sample)
    answer = told.json
    assert told.code == DONE
    assert undocumented("funnel show funnel", {**answer, "rows": [_without(answer["rows"][0], answer["by"])]}) == []
    assert (answer["question"], answer["by"], answer["unit"]) == ("funnel", ["channel", "device"], "session")
    assert (answer["zone"], answer["currency"], answer["generation"]) == ("Europe/Warsaw", "PLN", 1)
    for step, count in answer["total"]["steps"].items():
        assert (count or 0) == sum(row["steps"][step] or 0 for row in answer["rows"]), step
    for amount in ("revenue", "paid_revenue", "kept_revenue"):
        parts = [Decimal(row[amount]) for row in answer["rows"] if row[amount] is not None]
        assert Decimal(answer["total"][amount]) == sum(parts)
    assert all(isinstance(count, int) for count in answer["total"]["steps"].values())
    assert {row["channel"] for row in answer["rows"]} >= {"paid_search", "email"}


def _without(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in names}


def test_show_funnel_as_text_and_csv(call: Any, sample: Path) -> None:
    text = call("show", "funnel", "--store", sample)
    assert text.code == DONE
    assert "session_start" in text.out
    assert "Europe/Warsaw" in text.out
    table = call("show", "funnel", "--by", "device", "--csv", "--store", sample)
    rows = list(csv.DictReader(io.StringIO(table.out)))
    total = rows.pop()
    assert total["device"] == "total"
    assert sum(int(row["session_start"] or 0) for row in rows) == int(total["session_start"])


@pytest.mark.parametrize(
    "options",
    [
        ("--counting", "ordered", "--steps", "session_start,purchase"),
        ("--unit", "visitor", "--window", "30"),
        ("--where", "device=mobile,tablet", "--where", "channel=email"),
        ("--by", "week"),
        ("--from", "2026-11-09", "--to", "2026-11-15"),
        ("--feed", "ga4_events"),
    ],
)
def test_every_option_of_show_funnel_answers(call: Any, sample: Path, options: tuple[str, ...]) -> None:
    told = call("show", "funnel", *options, "--json", "--store", sample)
    assert told.code == DONE, told.err
    assert told.json["total"]["steps"]["session_start"] > 0


def test_a_filter_nothing_answers_to_is_named_and_the_answer_stands(call: Any, sample: Path) -> None:
    asked = ("--where", "channel=emial,direct", "--json", "--store", sample)
    for question in (("funnel",), ("losses",), ("traffic", "--list", "channels"), ("culprits",)):
        told = call("show", *question, *asked)
        assert (told.code, told.json["generation"] > 0) == (DONE, True)
        assert told.err == "Nothing this shop holds has “channel=emial”. Did you mean “email”?\n"


def test_show_imports(call: Any, sample: Path) -> None:
    told = call("show", "imports", "--json", "--store", sample)
    assert (told.code, undocumented("funnel show imports", told.json)) == (DONE, [])
    for row in told.json["rows"]:
        assert row["rows_in"] == row["accepted"] + row["rejected"] + row["duplicate"] + row["set_aside"]
    assert told.json["total"]["accepted"] == sum(row["accepted"] for row in told.json["rows"])
    assert "ga4_events" in call("show", "imports", "--store", sample).out


def test_show_coverage(call: Any, sample: Path) -> None:
    told = call("show", "coverage", "--json", "--store", sample)
    assert (told.code, undocumented("funnel show coverage", told.json)) == (DONE, [])
    assert {row["status"] for row in told.json["rows"]} <= {"shown", "partly", "missing"}
    assert "funnel_steps" in call("show", "coverage", "--store", sample).out


def test_show_reconcile(call: Any, sample: Path) -> None:
    told = call("show", "reconcile", "--json", "--store", sample)
    assert (told.code, undocumented("funnel show reconcile", told.json, "funnel show funnel")) == (DONE, [])
    answer = told.json
    for name in ("analytics_orders", "book_orders", "matched_orders", "only_analytics", "only_book"):
        assert answer["total"][name] == sum(row[name] for row in answer["rows"])
    assert answer["match_rate"] == answer["total"]["matched_orders"] / answer["total"]["analytics_orders"]
    assert "Matched by order id" in call("show", "reconcile", "--store", sample).out


def test_check_is_green_on_the_sample_shop_and_red_when_a_part_is_gone(
    call: Any, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = call("check", "--rebuild", "--json", "--store", sample)
    assert (told.code, undocumented("funnel check", told.json)) == (DONE, [])
    assert told.json["holds"] is True
    assert {finding["detail"] for finding in told.json["findings"] if not finding["holds"]} == set()
    monkeypatch.setattr("funnel.answers.check._breakdown_findings", lambda *_, **__: iter(()))  # asked once is enough
    part = next(iter(sorted((sample / "imports").glob("*/accepted.parquet"))))
    aside = part.rename(part.with_suffix(".aside"))
    red = call("check", "--store", sample)
    aside.rename(part)
    assert red.code == NOTHING_DONE
    assert "BROKEN  accepted records on disk = receipt: " in red.out


def test_rebuild(call: Any, sample: Path) -> None:
    before = call("show", "funnel", "--json", "--store", sample).json
    told = call("rebuild", "--json", "--store", sample)
    assert (told.code, undocumented("funnel rebuild", told.json)) == (DONE, [])
    after = call("show", "funnel", "--json", "--store", sample).json
    assert told.json["generation"] == after["generation"] == before["generation"] + 1
    assert {**after, "generation": 0} == {**before, "generation": 0}


# Import and undo


EXPORT = ROOT / "tests" / "exports" / "ga4_events" / "events.csv"


def test_import_twice_and_undo(call: Any, tmp_path: Path) -> None:
    first = call("import", EXPORT, "--store", tmp_path, "--json")
    assert (first.code, undocumented("funnel import", first.json, "funnel show imports")) == (DONE, [])
    assert [row["verdict"] for row in first.json["rows"]] == ["loaded"]
    assert first.json["total"] == {"files": 1, "loaded": 1}
    numbers = call("show", "funnel", "--json", "--store", tmp_path).json
    again = call("import", EXPORT, "--store", tmp_path, "--json")
    assert (again.code, [row["verdict"] for row in again.json["rows"]]) == (DONE, ["already_loaded"])
    assert call("show", "funnel", "--json", "--store", tmp_path).json == numbers
    import_id = first.json["rows"][0]["receipt"]["import_id"]
    undone = call("undo", import_id, "--store", tmp_path, "--json")
    assert (undone.code, undocumented("funnel undo", undone.json)) == (DONE, [])
    assert undone.json["undone"] == import_id
    assert call("show", "imports", "--json", "--store", tmp_path).json["rows"] == []
    assert call("show", "funnel", "--store", tmp_path).code == WRONG


def test_the_folder_typed_before_the_command_is_the_one_it_works_on(
    call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, beside = tmp_path / "before", tmp_path / "beside"
    monkeypatch.setenv("FUNNEL_STORE", str(beside))
    assert call("--store", before, "import", EXPORT).code == DONE
    assert call("--store", before, "show", "imports", "--json").json["rows"]
    assert not beside.exists()
    again = call("--store", beside, "import", EXPORT, "--store", before, "--json")
    assert again.json["rows"][0]["verdict"] == "already_loaded"
    assert not beside.exists()


def test_a_refused_file_is_told_with_its_reasons(call: Any, tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense.csv"
    nonsense.write_text("<html><title>Log in</title></html>", encoding="utf-8")
    told = call("import", nonsense, "--store", tmp_path / "store", "--json")
    assert told.code == NOTHING_DONE
    assert (told.json["rows"][0]["verdict"], told.json["rows"][0]["receipt"]) == ("refused", None)
    assert told.json["rows"][0]["problems"]
    assert "nonsense.csv: refused" in call("import", nonsense, "--store", tmp_path / "store").out


ROW_KEYS = [
    "file_name", "verdict", "source", "records", "accepted", "rejected", "duplicates", "set_aside", "control",
    "first_day", "last_day", "currency", "zone", "rejects", "questions", "sentence", "problems", "receipt",
]  # fmt: skip
ASKING = "Name,Financial Status,Total,Created at,Lineitem quantity,Lineitem price,Lineitem sku\n" + "".join(
    f"#{n},paid,30.00,{n:02}/10/2026,1,10.00,A\n" for n in (1, 2)
)


def test_a_question_is_told_answered_remembered_and_forgotten(call: Any, tmp_path: Path) -> None:
    path, store = tmp_path / "orders.csv", tmp_path / "store"
    path.write_text(ASKING, encoding="utf-8")
    asked = call("import", path, "--store", store, "--json")
    (row,) = asked.json["rows"]
    assert (asked.code, undocumented("funnel import", asked.json)) == (NOTHING_DONE, [])
    assert list(row) == ROW_KEYS
    assert (row["verdict"], row["source"], row["records"], row["control"]) == ("question", "shopify_orders", 0, {})
    (question,) = row["questions"]
    assert (question["id"], question["column"]) == ("date_order:Created at", "Created at")
    assert [reading["examples"][0] for reading in question["readings"]] == [
        [1, "01/10/2026", "2026-10-01"],
        [1, "01/10/2026", "2026-01-10"],
    ]
    answer = ("--answer", "date_order:Created at=dmy")
    shown = call("preview", path, *answer, "--store", store, "--json")
    assert (shown.code, undocumented("funnel preview", shown.json, "funnel import", "funnel show imports")) == (
        DONE,
        [],
    )
    assert [one["day"] for one in shown.json["accepted_rows"]] == ["2026-10-01", "2026-10-02"]
    told = call("import", path, *answer, "--store", store, "--json")
    (row,) = told.json["rows"]
    assert (told.code, row["verdict"], row["records"]) == (DONE, "loaded", 2)
    assert row["control"] == {"order_total": "60.00", "quantity": "2", "price": "20.00"}
    assert list(row) == ROW_KEYS
    kept = call("answers", "--store", store, "--json")
    assert (kept.code, undocumented("funnel answers", kept.json)) == (DONE, [])
    assert [one["answer"] for one in kept.json["rows"]] == ["dmy"]
    assert "date_order:Created at" in call("answers", "--store", store).out
    gone = call("answers", "--forget", "date_order:Created at", "--store", store, "--json").json
    assert (len(gone["forgotten"]), gone["rows"]) == (1, [])


def test_rejected_rows_are_told_by_the_file_s_own_names(call: Any, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(ASKING.replace("01/10/2026", "soon").replace("02/10", "13/10"), encoding="utf-8")
    (row,) = call("import", path, "--store", tmp_path / "store", "--json").json["rows"]
    assert (row["verdict"], row["accepted"], row["rejected"]) == ("loaded_with_rejects", 1, 1)
    assert row["rejects"] == [{"record": 1, "column": "Created at", "reason": "unreadable_date"}]
    assert row["control"]["order_total"] == "30.00"


def test_the_command_line_speaks_the_language_of_the_shop(
    call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNNEL_LANGUAGE", "ru")
    path = tmp_path / "orders.csv"
    path.write_text(ASKING, encoding="utf-8")
    asked = call("import", path, "--store", tmp_path / "store")
    assert "может значить 2026-10-01 или 2026-01-10" in asked.out
    wrong = call("import", path, "--answer", "date_order:Created att=dmy", "--store", tmp_path / "store")
    assert (wrong.code, "Может быть, «Created at»?" in wrong.err) == (WRONG, True)


@pytest.mark.parametrize(
    ("address", "public", "opens"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8512/ "),
        ("::1", "", "http://[::1]:8512/ "),
        ("127.0.0.1", "http://127.0.0.1/kpi/", "http://127.0.0.1:8512/kpi/ "),
    ],
)
def test_the_dashboard_tells_where_it_opens(
    sample: Path, monkeypatch: pytest.MonkeyPatch, address: str, public: str, opens: str
) -> None:
    monkeypatch.setattr("funnel.ui.serve.serve", lambda *_, **__: None)
    monkeypatch.setenv("FUNNEL_PUBLIC_URL", public)
    told = CliRunner().invoke(funnel, ["--store", str(sample), "--port", "8512", "--address", address])
    assert (told.exit_code, opens in told.stderr) == (0, True), told.output


def test_import_tells_the_accounting_in_words(call: Any, tmp_path: Path) -> None:
    told = call("import", EXPORT, "--store", tmp_path)
    assert "7 rows = 6 accepted + 0 rejected + 1 duplicate + 0 set aside" in told.out


def test_sample_writes_the_same_bytes_twice(call: Any, tmp_path: Path) -> None:
    for name in ("one", "two"):
        told = call("sample", tmp_path / name, "--sessions", 60, "--weeks", 3, "--seed", 7, "--json")
        assert (told.code, undocumented("funnel sample", told.json)) == (DONE, [])
    files = told.json["files"]
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)


def test_the_first_real_file_takes_the_place_of_the_sample_shop(tmp_path: Path, call: Any) -> None:
    store = shop(tmp_path)
    receipt = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1"))
    store.publish()
    (tmp_path / "sample.mark").write_text(json.dumps([receipt.import_id]), encoding="utf-8")
    (tmp_path / "settings.toml").write_text('shop = "Sample shop"', encoding="utf-8")
    refused = tmp_path / "refused.csv"
    refused.write_text("a;b\n1;2\n", encoding="utf-8")
    assert call("import", refused, "--store", tmp_path).code == NOTHING_DONE
    assert (tmp_path / "settings.toml").exists()
    assert call("import", EXPORT, "--store", tmp_path).code == DONE
    assert [row["source"] for row in call("show", "imports", "--json", "--store", tmp_path).json["rows"]] == [
        "ga4_events"
    ]
    assert not (tmp_path / "settings.toml").exists()
    assert not (tmp_path / "sample.mark").exists()


def test_the_committed_sample_is_there_to_start_with() -> None:
    folder = sample_folder()
    assert folder is not None
    assert (folder / "settings.toml").exists()


# Wrong use: a sentence, exit 2 (or 1), never a traceback

WRONG_USES: dict[str, tuple[tuple[str, ...], str]] = {
    "unknown command": (("shw",), "No such command"),
    "unknown question": (("show", "funel"), "No such command"),
    "unknown option": (("show", "funnel", "--bye", "channel"), "No such option"),
    "no path": (("import",), "Missing argument"),
    "no such file": (("import", "nowhere.csv"), "does not exist"),
    "no answer": (("import", str(EXPORT), "--answer", "dmy"), "is no answer; write it like"),
    "no such question": (("preview", str(EXPORT), "--answer", "date_ordre=dmy"), "Did you mean “date_order”?"),
    "nothing to forget": (("answers", "--forget", "currency"), "No answer to “currency” is remembered"),
    "no such source": (("import", str(EXPORT), "--source", "ga4_event"), "Did you mean “ga4_events”?"),
    "unknown dimension": (("show", "funnel", "--by", "chanel"), "Did you mean “channel”?"),
    "unknown step": (("show", "funnel", "--steps", "add_to_card"), "Did you mean “add_to_cart”?"),
    "unknown filter": (("show", "funnel", "--where", "devise=mobile"), "Did you mean “device”?"),
    "filter without value": (("show", "funnel", "--where", "device"), "write it like channel=email"),
    "filter by day": (("show", "funnel", "--where", "day=2026-09-01"), "--from and --to"),
    "unknown counting": (("show", "funnel", "--counting", "open"), "is not one of"),
    "unknown unit": (("show", "funnel", "--unit", "user"), "is not one of"),
    "window of no days": (("show", "funnel", "--unit", "visitor", "--window", "0"), "not in the range"),
    "no date": (("show", "funnel", "--from", "yesterday"), "does not match the format"),
    "period backwards": (("show", "funnel", "--from", "2026-11-10", "--to", "2026-11-01"), "cannot end"),
    "unknown feed": (("show", "funnel", "--feed", "ga4_event"), "Did you mean “ga4_events”?"),
    "unknown feed of visitors": (("show", "funnel", "--feed", "x", "--unit", "visitor"), "no traffic feed “x”"),
    "reconcile backwards": (("show", "reconcile", "--from", "2026-11-10", "--to", "2026-11-01"), "cannot end"),
    "unknown import": (("undo", "0123456789abcdef"), "no import “0123456789abcdef”"),
    "import outside": (("undo", "../imports"), "no import"),
}


@pytest.mark.parametrize(("arguments", "sentence"), WRONG_USES.values(), ids=WRONG_USES.keys())
def test_wrong_use_is_told_in_a_sentence(call: Any, sample: Path, arguments: tuple[str, ...], sentence: str) -> None:
    takes_store = [] if arguments[0] == "shw" or arguments[1:2] == ("funel",) else ["--store", str(sample)]
    told = call(*arguments, *takes_store)
    assert told.code == WRONG
    assert sentence in told.err
    assert told.out == ""


@pytest.mark.parametrize("question", ["funnel", "reconcile"])
def test_an_empty_store_says_what_to_do(call: Any, tmp_path: Path, question: str) -> None:
    told = call("show", question, "--store", tmp_path / "empty")
    assert (told.code, "Nothing is imported yet" in told.err) == (WRONG, True)
    assert not (tmp_path / "empty").exists()


@pytest.mark.parametrize("question", ["imports", "coverage"])
def test_an_empty_store_has_no_imports_and_covers_nothing(call: Any, tmp_path: Path, question: str) -> None:
    told = call("show", question, "--json", "--store", tmp_path / "empty")
    assert told.code == DONE
    assert told.json["generation"] == 0


def test_check_of_an_empty_store_holds(call: Any, tmp_path: Path) -> None:
    assert call("check", "--store", tmp_path).code == DONE


def test_orders_alone_can_be_reconciled_with_nothing(call: Any, tmp_path: Path) -> None:
    assert call("import", ROOT / "tests/exports/woocommerce_orders/orders.csv", "--store", tmp_path).code == DONE
    told = call("show", "reconcile", "--json", "--store", tmp_path)
    assert (told.code, told.json["match_rate"], told.json["has_book"]) == (DONE, None, True)
    assert told.json["total"]["book_orders"] == 2


def _settings(text: str) -> Any:
    return lambda folder: (folder / "settings.toml").write_text(text, encoding="utf-8")


BROKEN_STORES = {
    "settings misspelt": (_settings('zonee = "UTC"'), WRONG, "Did you mean “zone”?"),
    "settings that are no TOML": (_settings("zone = "), WRONG, "settings.toml cannot be read"),
    "no such zone": (_settings('zone = "Europe/Warszawa"'), WRONG, "no time zone"),
    "channel rules of another shape": (
        lambda folder: (folder / "channel_rules.csv").write_text("a,b\n", encoding="utf-8"),
        WRONG,
        "must start with the line",
    ),
    "a generation that is no database": (
        lambda folder: generation_file(folder, 1).write_bytes(b"no"), NOTHING_DONE, "funnel rebuild",
    ),
    "a generation gone": (lambda folder: generation_file(folder, 1).unlink(), NOTHING_DONE, "funnel rebuild"),
}  # fmt: skip


@pytest.mark.parametrize(("breakage", "code", "sentence"), BROKEN_STORES.values(), ids=BROKEN_STORES.keys())
def test_a_broken_store_is_told_in_a_sentence(
    call: Any, tmp_path: Path, breakage: Any, code: int, sentence: str
) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1"))
    store.publish()
    breakage(tmp_path)
    rules = "rules" in sentence or "line" in sentence
    told = call("rebuild", "--store", tmp_path) if rules else call("show", "funnel", "--store", tmp_path)
    assert (told.code, sentence in told.err) == (code, True), told.err


def test_a_store_that_cannot_be_a_folder_is_told_in_a_sentence(call: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert call("show", "imports", "--store", tmp_path / "file").code == WRONG
    told = call("import", EXPORT, "--store", tmp_path / "file" / "store")
    assert (told.code, bool(told.err)) == (NOTHING_DONE, True)


def test_a_second_import_at_the_same_time_is_told_to_wait(call: Any, tmp_path: Path) -> None:
    with Store(tmp_path).shelf.writing():
        told = call("import", EXPORT, "--store", tmp_path)
    assert (told.code, "Another import is running" in told.err) == (NOTHING_DONE, True)


def test_the_store_may_be_named_by_the_environment(tmp_path: Path) -> None:
    told = _outside("show", "imports", FUNNEL_STORE=str(tmp_path))
    assert (told.code, told.out) == (DONE, "Nothing is imported yet.\n")


def test_a_reader_that_leaves_is_no_error(sample: Path) -> None:
    command = [sys.executable, "-m", "funnel", "show", "imports", "--json", "--store", str(sample)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        assert reading.stdout.read(1) == b"{"
        reading.stdout.close()
        assert reading.stderr.read() == b""


def test_help_names_every_command(call: Any) -> None:
    told = call("--help")
    assert told.code == DONE
    assert all(name.split()[1] in told.out for name in COMMANDS if " " in name)


def test_no_cell_of_the_csv_is_a_formula(call: Any, tmp_path: Path) -> None:
    store = shop(tmp_path)
    names = ["=1+1", "+cmd", "-2+3", "@SUM(1)", "\t=1", " =1", "＝1"]
    rows = [row for place, name in enumerate(names) for row in visit("2026-09-01 10:00:00", str(place), campaign=name)]
    shelve(store, Kind.TRAFFIC_EVENTS, rows)
    store.publish()
    told = call("show", "funnel", "--by", "campaign", "--csv", "--store", tmp_path)
    cells = [row[0] for row in csv.reader(io.StringIO(told.out))][1:]
    assert len(cells) == len(names) + 1
    assert all(not re.match(r"\s*[=+\-@＝]", cell) for cell in cells)
