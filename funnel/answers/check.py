"""Every invariant of the store, counted anew: files against receipts, facts against cells, parts against wholes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet

from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer, Segment
from funnel.store import Receipt, Store
from funnel.store.digests import columns_of_type, digests_of_file
from funnel.store.generations import build_generation, generation_file
from funnel.store.shelf import ACCEPTED, REJECTED
from funnel.terms import STEP_LETTER, Counting, Dimension

ADDITIVE = (
    "orders",
    "revenue",
    "matched_orders",
    "paid_orders",
    "paid_revenue",
    "kept_orders",
    "kept_revenue",
)


@dataclass(frozen=True)
class Finding:
    """One invariant and whether it holds; `detail` names what disagrees."""

    invariant: str
    holds: bool
    detail: str = ""


def check_store(store: Store, *, rebuild: bool = False) -> tuple[Finding, ...]:
    """All findings; with `rebuild`, the generation is also built anew from the shelf and compared table by table."""
    findings = [*_shelf_findings(store)]
    if store.generation() and _has_traffic(store):
        findings += [*_sum_findings(store), *_breakdown_findings(store), *_money_type_findings(store)]
    if rebuild and store.generation():
        findings.append(_rebuild_finding(store))
    return tuple(findings)


def _has_traffic(store: Store) -> bool:
    with store.reading() as reader:
        return reader.ask("answers/traffic_span")[0]["newest_day"] is not None


def _shelf_findings(store: Store) -> Iterator[Finding]:
    receipts = store.shelf.receipts()
    yield _finding(
        "rows in = accepted + rejected + duplicate + set aside",
        [r.file_name for r in receipts if not r.adds_up()],
    )
    yield _finding(
        "accepted records on disk = receipt",
        [r.file_name for r in receipts if _records_on_disk(store, r, ACCEPTED) != r.accepted],
    )
    yield _finding("every rejected row has a reason", [r.file_name for r in receipts if _unexplained(store, r)])
    yield _finding(
        "the ledger tells the same imports as the shelf",
        sorted(store.shelf.told_by_ledger() ^ {r.import_id for r in receipts}),
    )
    yield _finding("the published generation holds every import", _unpublished(store, receipts))


def _finding(invariant: str, offenders: list[str]) -> Finding:
    return Finding(invariant, not offenders, ", ".join(offenders[:10]))


def _records_on_disk(store: Store, receipt: Receipt, name: str) -> int:
    # One record can become several rows: a stock level per location, an order line per item in a cell.
    part = store.shelf.part(receipt.import_id, name)
    return len(pyarrow.parquet.read_table(part, columns=["record"])["record"].unique()) if part else 0


def _unexplained(store: Store, receipt: Receipt) -> bool:
    part = store.shelf.part(receipt.import_id, REJECTED)
    records = (
        pyarrow.parquet.read_table(part, columns=["record", "reason"]).to_pydict()
        if part
        else {"record": [], "reason": []}
    )
    explained = {record for record, reason in zip(records["record"], records["reason"], strict=True) if reason}
    return len(explained) != receipt.rejected


def _unpublished(store: Store, receipts: tuple[Receipt, ...]) -> list[str]:
    if not store.generation():
        return [receipt.file_name for receipt in receipts]
    with store.reading() as reader:
        published = {row["import_id"] for row in reader.ask("answers/published_imports")}
    return sorted(published ^ {receipt.import_id for receipt in receipts})


def _sum_findings(store: Store) -> Iterator[Finding]:
    with store.reading() as reader:
        sums = reader.ask("answers/check_sums")[0]
    pairs = (
        ("every visit is in exactly one cell", "sessions", "sessions_in_cells"),
        ("every visit has its steps", "sessions", "visits_in_steps"),
        ("every order of the traffic sources is in one visit", "purchases", "orders_in_cells"),
        ("revenue of the orders = revenue of the cells", "revenue", "revenue_in_cells"),
        ("an order of the traffic sources meets one order of the book", "links", "linked_orders"),
        ("matched orders = links", "links", "matched_orders"),
    )
    for invariant, one, other in pairs:
        yield Finding(invariant, sums[one] == sums[other], f"{sums[one]} against {sums[other]}")
    yield Finding("kept ≤ paid ≤ matched orders", sums["kept_orders"] <= sums["paid_orders"] <= sums["matched_orders"])


def _breakdown_findings(store: Store) -> Iterator[Finding]:
    for counting in Counting:
        for dimension in Dimension:
            answer = ask_funnel(store, FunnelQuestion(counting=counting, by=(dimension,), compare=False))
            yield Finding(
                f"{counting.value}, by {dimension.value}: parts = whole",
                not _unequal(answer),
                _unequal(answer),
            )
    reached = ask_funnel(store, FunnelQuestion(compare=False)).total
    yield Finding("a later step is never reached more often", _never_rises(reached))
    for dimension in (Dimension.CHANNEL, Dimension.DEVICE):
        yield _filter_finding(store, dimension)


def _filter_finding(store: Store, dimension: Dimension) -> Finding:
    """Each value asked alone, added up, is the whole: nothing is lost to a filter, unknown values included."""
    whole = ask_funnel(store, FunnelQuestion(by=(dimension,), compare=False))
    alone = [
        ask_funnel(store, FunnelQuestion(where=((dimension, row.key),), compare=False)).total for row in whole.rows
    ]
    return Finding(
        f"filters by {dimension.value} add up",
        [row.steps for row in whole.rows] == [one.steps for one in alone],
    )


def _unequal(answer: FunnelAnswer) -> str:
    """Names of the figures whose parts do not add up to the whole."""
    whole = _figures(answer.total)
    parts = [_figures(row) for row in answer.rows]
    return ", ".join(name for name in whole if sum(part[name] for part in parts) != whole[name])


def _figures(segment: Segment) -> dict[str, Decimal]:
    """Every additive figure of a segment; unknown adds nothing."""
    counts = {step.step.value: step.count for step in segment.steps}
    money = {name: getattr(segment.money, name) for name in ADDITIVE}
    return {name: Decimal(value or 0) for name, value in {**counts, **money}.items()}


def _never_rises(total: Segment) -> bool:
    counts = [step.count for step in total.steps if step.step in STEP_LETTER and step.count is not None]
    return all(later <= earlier for earlier, later in pairwise(counts))


def _money_type_findings(store: Store) -> Iterator[Finding]:
    path = generation_file(store.folder, store.generation())
    yield _finding("no binary fraction holds money", list(columns_of_type(path, ("FLOAT", "DOUBLE"))))


def _rebuild_finding(store: Store) -> Finding:
    published = digests_of_file(generation_file(store.folder, store.generation()))
    built: Path = build_generation(store.folder, store.generation() + 1, store.shelf, store.settings)
    try:
        anew = digests_of_file(built)
    finally:
        built.unlink()
    return _finding(
        "a rebuild gives the same tables", sorted(name for name in anew if anew[name] != published.get(name))
    )
