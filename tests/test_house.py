"""The house keeps its own rules: style, types, sizes, forbidden patterns, SQL files, documents."""

import ast
import importlib
import io
import re
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from funnel.settings import Settings
from tests.house import ROOT, SQL, functions, named, sources

PRODUCT = ("funnel", "pages")
EVERYTHING = (*PRODUCT, "tests", "benchmarks")
TEXTS = ("*.py", "*.sql", "*.toml", "*.md", "*.po", "*.css", "*.js", "*.yaml", "*.yml")
OPEN_ENDS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
MACHINE_PATH = re.compile(r"(?<![\w.}])/(?:work|home|root|Users)/\w")
ROOMS_WITHOUT_A_SUBJECT = {"utils", "util", "common", "helpers", "helper", "core", "misc"}
COMPOSED = "runs a composed text"
COMPOSERS = {
    "funnel/store/elsewhere.py": "fills tables by names that stand in an empty generation",
    "funnel/store/building.py": "creates tables by names that stand in funnel/store/plan.py",
    "funnel/store/generations.py": "creates and drops tables by names that stand in the file itself",
    "funnel/store/renewing.py": "replaces rows of tables by names that stand in funnel/store/plan.py",
    "funnel/store/renewed_weeks.py": "replaces rows of tables by names that stand in funnel/store/follows.py",
    "funnel/store/problems.py": "puts the named query of a factor into the table of problems",
}


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=["lint", "format", "types"],
)
def test_source_passes(command: list[str]) -> None:
    told = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_no_function_is_longer_than_a_screen() -> None:
    long = [f"{name}: {lines} lines" for name, lines in _all_functions() if lines > 60]
    assert not long, "\n".join(long)


def test_functions_are_short_in_the_median() -> None:
    assert statistics.median(lines for _, lines in _all_functions()) <= 8


def test_files_stay_within_their_limits() -> None:
    limits = [(path, 300) for path in sources("funnel")] + [(path, 120) for path in sources("pages")]
    long = [
        f"{named(path)}: {lines} lines, at most {limit}"
        for path, limit in limits
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    ]
    assert not long, "\n".join(long)


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = [named(path) for path in sources(*EVERYTHING) if ROOMS_WITHOUT_A_SUBJECT & _path_words(path)]
    assert not drawers, drawers


def test_no_forbidden_call() -> None:
    found = [place for path in sources(*PRODUCT) for place in _forbidden(path)]
    assert not found, "\n".join(found)


def test_no_open_ends_in_comments() -> None:
    found = [
        f"{named(path)}:{comment.start[0]}"
        for path in sources(*EVERYTHING)
        for comment in _comments(path)
        if OPEN_ENDS.search(comment.string)
    ]
    assert not found, found


def test_no_test_is_skipped() -> None:
    mark = re.compile(r"(?:mark|pytest)\.(?:skip|skipif|xfail|importorskip)\b")
    found = [named(path) for path in sources("tests") if mark.search(path.read_text(encoding="utf-8"))]
    assert not found, found


def test_no_text_names_a_place_on_one_machine() -> None:
    found = [
        f"{named(path)}:{number}"
        for path in _texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert not found, found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock", "requirements-engines.lock"])
def test_lock_is_hashed_and_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
    assert len(pinned) > 20
    assert len(re.findall(r"\\\n    --hash=sha256:", text)) >= len(pinned)
    assert not re.search(r"://|index|find-links| @ |#|" + MACHINE_PATH.pattern, text)


def test_tests_run_on_the_versions_that_people_run() -> None:
    assert _pins("requirements.lock").items() <= _pins("requirements-test.lock").items()
    assert _pins("requirements-test.lock").items() <= _pins("requirements-engines.lock").items()


@pytest.mark.parametrize("path", sorted(SQL.rglob("*.sql")), ids=named)
def test_sql_file_says_what_it_is(path: Path) -> None:
    top = path.read_text(encoding="utf-8").splitlines()[:3]
    for line, start in zip(top, ("-- row: ", "-- parameters: ", "-- tables: "), strict=True):
        assert line.startswith(start), f"{named(path)} lacks “{start}…”"
        assert line.removeprefix(start).strip()


def test_sql_question_is_one_select() -> None:
    questions = [*SQL.glob("facts/**/*.sql"), *SQL.glob("answers/*.sql")]
    assert [named(path) for path in questions if not _is_one_select(path)] == []


def test_sql_question_has_a_case() -> None:
    questions = [path.relative_to(SQL).as_posix().partition(".")[0] for path in SQL.glob("[fa]*/**/*.sql")]
    cases = ROOT / "tests" / "cases"
    assert len(questions) > 30
    assert [name for name in questions if not list((cases / name).glob("*/expected.csv"))] == []


def test_every_setting_is_documented() -> None:
    documents = _documents()
    assert [field.name for field in fields(Settings) if f"`{field.name}`" not in documents] == []


def test_every_command_is_documented() -> None:
    documents = _documents()
    assert [name for name in _commands(_cli()) if name not in documents] == []


def test_every_option_is_documented() -> None:
    documents = _documents()
    options = {option for command in _leaves(_cli()) for option in _long_options(command)}
    assert sorted(option for option in options if not re.search(rf"{option}\b", documents)) == []


def test_every_make_target_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert "test" in targets
    assert [target for target in targets if f"make {target}" not in readme] == []


def test_every_room_is_on_the_map() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    places = [path for path in (ROOT / "funnel").iterdir() if path.suffix == ".py" or list(path.glob("*.py"))]
    ours = [path.name for path in places if not path.name.startswith("_")]
    assert [name for name in ours if not re.search(rf"[`/]{name}\b", readme)] == []


def test_every_local_link_of_a_document_leads_somewhere() -> None:
    missing = [
        f"{named(document)}: {target}"
        for document in [ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert not missing, missing


def _all_functions() -> Iterator[tuple[str, int]]:
    for path in sources(*PRODUCT):
        yield from functions(path)


def _path_words(path: Path) -> set[str]:
    return {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}


def _forbidden(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        reason = _why_forbidden(node)
        if reason and not (reason == COMPOSED and named(path) in COMPOSERS):
            yield f"{named(path)}:{getattr(node, 'lineno', 0)} {reason}"


def _why_forbidden(node: ast.AST) -> str | None:
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
        return "pickle" if names & {"pickle", "marshal", "shelve"} else None
    return _why_call_forbidden(node) if isinstance(node, ast.Call) else None


def _why_call_forbidden(call: ast.Call) -> str | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if isinstance(call.func, ast.Name) and name in {"eval", "exec"}:
        return name
    for keyword in call.keywords:
        if keyword.arg in {"shell", "unsafe_allow_html"} and not _is_false(keyword.value):
            return str(keyword.arg)
    composed = call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    return COMPOSED if composed and name in {"execute", "executemany", "sql"} else None


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def _comments(path: Path) -> Iterator[tokenize.TokenInfo]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return (token for token in tokens if token.type == tokenize.COMMENT)


def _texts() -> list[Path]:
    folders = [ROOT / folder for folder in (*EVERYTHING, "docs")]
    inside = [path for folder in folders for pattern in TEXTS for path in folder.rglob(pattern)]
    own = ROOT / "tests" / "test_house.py"
    return [
        *(path for path in inside if path != own),
        ROOT / "README.md",
        ROOT / "Makefile",
        ROOT / ".ci" / "run",
    ]


def _pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", text, re.MULTILINE))


def _is_one_select(path: Path) -> bool:
    statements = [part for part in _bare(path.read_text(encoding="utf-8")).split(";") if part.strip()]
    return len(statements) == 1 and bool(re.match(r"\s*(select|with)\b", statements[0], re.IGNORECASE))


def _bare(sql: str) -> str:
    without_texts = re.sub(r"'(?:[^']|'')*'", "''", re.sub(r"--[^\n]*", "", sql))
    return re.sub(r"/\*.*?\*/", "", without_texts, flags=re.DOTALL)


def _documents() -> str:
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in documents)


def _cli() -> click.Group:
    group: click.Group = importlib.import_module("funnel.cli").funnel
    return group


def _commands(group: click.Group, before: str = "funnel") -> Iterator[str]:
    for name, command in group.commands.items():
        inner = _commands(command, f"{before} {name}") if isinstance(command, click.Group) else [f"{before} {name}"]
        yield from inner


def _leaves(command: click.Command) -> Iterator[click.Command]:
    yield command
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _leaves(inner)


def _long_options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
