"""A generation whose facts another engine makes from the same parts; only published tables come back."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from funnel.channels import channel_of, read_rules
from funnel.engines.engine import Engine
from funnel.factors import LOSS_STEPS, VISIT_FACTORS, mask_of
from funnel.paths import path_of
from funnel.settings import Settings
from funnel.store import Store
from funnel.store.elsewhere import COUNTED_FOR_STATES, Outlines, outlines_of
from funnel.store.generations import kept_until
from funnel.store.plan import (
    AFTER_FLAGS,
    AFTER_PATHS,
    BEFORE_FLAGS,
    BEFORE_PATHS,
    MARKETPLACES,
    PRODUCTS,
    SERVICE,
    SITE,
    WITH_CULPRITS,
    Fact,
)
from funnel.store.queries import query_for
from funnel.store.shelf import ACCEPTED, SESSION_ORDERS

PARAMETER: Final = re.compile(r"\$(\w+)")
PART: Final = """
select i.import_id as import_id, i.feed as feed, i.recency as recency, {columns}
from {table}_parts as p inner join imports as i on p.import_id = i.import_id
"""
PROBLEMS: Final = pa.schema({"feed": pa.string(), "visit": pa.string(), "problem": pa.int64(), "met": pa.int32()})
CULPRIT_ROWS: Final = pa.schema(dict.fromkeys(("code", "kind", "feed", "visit", "culprit"), pa.string()))
Opened = Callable[[Path], AbstractContextManager[Engine]]
"""Opens an engine that may write into the folder."""


@dataclass(frozen=True)
class Build:
    """One engine at work on one shelf."""

    engine: Engine
    settings: Settings
    kept_until: date
    told: Callable[[str], None]

    def facts(self, facts: Iterable[Fact]) -> None:
        """Each fact in its order, from those before it."""
        for fact in facts:
            self.told(fact.name)
            query = query_for(f"facts/{fact.name}", self.engine.dialect)
            if fact.view:
                self.engine.view(fact.name, query)
            else:
                self.engine.keep(fact.name, query, self.parameters(query))

    def parameters(self, query: str) -> dict[str, object]:
        """What the query asks for by name: a setting, or the last day whose orders count as kept."""
        asked = set(PARAMETER.findall(query))
        return {name: self.kept_until if name == "kept_until" else getattr(self.settings, name) for name in asked}


def publish_with(opened: Opened, store: Store, told: Callable[[str], None]) -> int:
    """Build on the engine, bring the published tables back and publish them; returns the generation's number.

    Raises StoreProblem when the engine gave other columns than a generation holds.
    """

    def made(scratch: Path) -> dict[str, list[str]]:
        shapes = outlines_of(store.shelf.shown(), store.settings)
        with opened(scratch) as engine:
            build = Build(engine, store.settings, kept_until(store.shelf.shown(), store.settings), told)
            make_tables(build, store, shapes)
            back = scratch / "back"
            back.mkdir()
            return {name: _copied(engine, name, back) for name in (*shapes.published, *COUNTED_FOR_STATES)}

    return store.publish_made_elsewhere(made)


def _copied(engine: Engine, name: str, back: Path) -> list[str]:
    """Files that outlive the engine's session."""
    return engine.bring(name, back)


def make_tables(build: Build, store: Store, shapes: Outlines) -> None:
    """Every table of a generation, in the order of dependence."""
    show_shelf(build.engine, store, shapes)
    build.facts(BEFORE_PATHS)
    _name_paths(build.engine)
    _name_channels(build.engine, store.folder)
    build.facts((*AFTER_PATHS, *BEFORE_FLAGS))
    _raise_flags(build)
    build.facts(AFTER_FLAGS)
    _name_culprits(build)
    build.facts((*WITH_CULPRITS, *PRODUCTS, *SITE, *SERVICE, *MARKETPLACES))


def show_shelf(engine: Engine, store: Store, shapes: Outlines) -> None:
    """The imports, and a view a kind over the accepted rows of those that are shown."""
    engine.hold("imports", shapes.imports)
    for table, schema in shapes.contracts.items():
        name = SESSION_ORDERS if table == "session_orders" else ACCEPTED
        receipts = [one for one in store.shelf.shown() if table in (one.kind, "session_orders")]
        parts = [store.shelf.part(receipt.import_id, name) for receipt in receipts]
        engine.show(f"{table}_parts", schema, [part.absolute() for part in parts if part])
        columns = ", ".join(f"p.{column} as {column}" for column in schema.names)
        engine.view(table, PART.format(table=table, columns=columns))


def _name_paths(engine: Engine) -> None:
    words = engine.rows(query_for("facts/distinct_sequences", engine.dialect), {}).column("sequence").to_pylist()
    engine.hold("paths", _texts({"sequence": words, "path": [path_of(word) for word in words]}))


def _name_channels(engine: Engine, folder: Path) -> None:
    rules = read_rules(folder)
    keys = engine.rows(query_for("facts/channel_keys", engine.dialect), {}).to_pydict()
    told = zip(keys["stated"], keys["source"], keys["medium"], keys["campaign"], strict=True)
    named = [channel_of(rules, *(value or None for value in key)) for key in told]
    engine.hold("channels", _texts({**keys, "channel": named}))


def _raise_flags(build: Build) -> None:
    """The problems of every visit, factor by factor, and the steps they can harm."""
    build.engine.hold("problems", PROBLEMS.empty_table())
    for bit, rule in enumerate(VISIT_FACTORS):
        build.told(f"problems/{rule.code}")
        query = query_for(f"facts/problems/{rule.code}", build.engine.dialect)
        flagged = f"select feed, visit, cast({1 << bit} as bigint) as problem, met from ({query}) as flagged"
        build.engine.keep("problems", flagged, build.parameters(query))
    codes = [rule.code for rule in VISIT_FACTORS]
    bits = pa.array(range(len(codes)), pa.int32())
    problems = pa.array([1 << bit for bit in range(len(codes))], pa.int64())
    build.engine.hold("factor_bits", pa.table({"code": codes, "bit": bits, "problem": problems}))
    build.engine.hold("loss_steps", _loss_steps())


def _loss_steps() -> pa.Table:
    places = pa.array(range(1, len(LOSS_STEPS) + 1), pa.int32())
    masks = pa.array([mask_of(step) for step in LOSS_STEPS], pa.int64())
    return pa.table({"step": [step.value for step in LOSS_STEPS], "place": places, "mask": masks})


def _name_culprits(build: Build) -> None:
    """What every problem that was met can be laid to: a row for each visit and kind of culprit."""
    build.engine.hold("culprit_rows", CULPRIT_ROWS.empty_table())
    for rule in VISIT_FACTORS:
        build.told(f"culprits/{rule.code}")
        query = query_for(f"facts/culprits/{rule.code}", build.engine.dialect)
        one = f"culprits_of_{rule.code}"
        build.engine.keep(one, query, build.parameters(query))
        for kind in rule.culprits:
            told = f"'{rule.code}' as code, '{kind}' as kind, feed, visit, nullif({kind}, 'not_stated') as culprit"
            build.engine.keep("culprit_rows", f"select {told} from {one}", {})


def _texts(columns: Mapping[str, Iterable[Any]]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
