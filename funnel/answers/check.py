"""Every invariant of the store, counted anew: files against receipts, facts against cells, parts against wholes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from funnel.answers.check_culprits import culprit_findings
from funnel.answers.check_losses import loss_findings
from funnel.answers.check_marketplaces import marketplace_findings
from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import Segment
from funnel.errors import FunnelError, StoreProblem
from funnel.store import Receipt, Store
from funnel.store.digests import columns_of_type, digests_of_file
from funnel.store.generations import build_generation, generation_file
from funnel.store.shelf import ACCEPTED, REJECTED
from funnel.terms import STEP_LETTER, Counting, Dimension, Step

ADDITIVE = (
    "orders",
    "revenue",
    "matched_orders",
    "paid_orders",
    "paid_revenue",
    "kept_orders",
    "kept_revenue",
)


VISIT_GRAINS = (1, 2)


@dataclass(frozen=True)
class Finding:
    """One invariant and whether it holds; `detail` names what disagrees."""

    invariant: str
    holds: bool
    detail: str = ""


def check_store(store: Store, *, rebuild: bool = False) -> tuple[Finding, ...]:
    """All findings; with `rebuild`, the generation is also built anew from the shelf and compared table by table."""
    findings = [
        *_readable("the shelf can be read", _shelf_findings(store)),
        *_readable("the published numbers can be read and built", _published_findings(store, rebuild=rebuild)),
    ]
    return tuple(findings)


def _readable(invariant: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    try:
        yield from findings
    except FunnelError as error:
        yield Finding(invariant, False, str(error))


def _published_findings(store: Store, *, rebuild: bool) -> Iterator[Finding]:
    yield _finding("the published generation holds every import", _unpublished(store, store.shelf.receipts()))
    if not store.generation():
        return
    with store.reading() as reader:
        traffic = reader.ask("answers/traffic_span")[0]["newest_day"] is not None
        sums = reader.ask("answers/check_sums")[0]
        losses = reader.ask("answers/check_losses")
        feeds = [feed["feed"] for feed in reader.ask("answers/feeds") if feed["grain"] in VISIT_GRAINS]
    yield from _money_type_findings(store)
    yield from _sum_findings(sums)
    yield from _loss_findings(losses)
    if traffic:
        yield from _breakdown_findings(store, placed_on_days=not sums["longer_reports"])
        yield from _order_findings(store, feeds)
        for invariant, broken in (*loss_findings(store), *culprit_findings(store)):
            yield _finding(invariant, broken)
    for invariant, broken in marketplace_findings(store):
        yield _finding(invariant, broken)
    if rebuild:
        yield _rebuild_finding(store)


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


def _finding(invariant: str, offenders: list[str]) -> Finding:
    return Finding(invariant, not offenders, ", ".join(offenders[:10]))


def _records_on_disk(store: Store, receipt: Receipt, name: str) -> int | None:
    """Records of one part, 0 without it, None when it cannot be read."""
    # One record can become several rows: a stock level per location, an order line per item in a cell.
    records = _read(store, receipt, name, "record")
    return None if records is None else len(set(records["record"]))


def _unexplained(store: Store, receipt: Receipt) -> bool:
    told = _read(store, receipt, REJECTED, "record", "reason")
    if told is None:
        return True
    return len({row for row, reason in zip(told["record"], told["reason"], strict=True) if reason}) != receipt.rejected


def _read(store: Store, receipt: Receipt, name: str, *columns: str) -> dict[str, list[Any]] | None:
    try:
        return store.shelf.columns_of(receipt.import_id, name, columns)
    except StoreProblem:
        return None


def _unpublished(store: Store, receipts: tuple[Receipt, ...]) -> list[str]:
    if not store.generation():
        return [receipt.file_name for receipt in receipts]
    with store.reading() as reader:
        published = {row["import_id"] for row in reader.ask("answers/published_imports")}
    return sorted(published ^ {receipt.import_id for receipt in receipts})


def _sum_findings(sums: Mapping[str, Any]) -> Iterator[Finding]:
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


def _loss_findings(steps: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Each visit of a leading feed is at risk of the first step once; who went on is at risk of the next."""
    first = next((step["at_risk"] == step["visits"] for step in steps[:1]), True)
    yield Finding("losses: every visit is at risk of the first step once", first)
    before_kept = [step for step in steps if step["step"] != Step.KEPT.value]
    broken = [after["step"] for one, after in pairwise(before_kept) if one["went_on"] != after["at_risk"]]
    yield _finding("losses: who went on is at risk of the next step", broken)
    yield _finding(
        "losses: nobody goes on who was not at risk", [s["step"] for s in steps if s["went_on"] > s["at_risk"]]
    )
    yield _finding("losses: what questions read is what is held", list(_unread(steps)))


def _unread(steps: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Questions read the cells numbered by line and day: no cell may miss its line, nor any be there twice."""
    yield from (step["step"] for step in steps if step["lined"] != step["at_risk"])
    if steps and steps[0]["read"] != steps[0]["visits"]:
        yield "visits"
    for counted, held in (("counted", "at_risk"), ("counted_on", "went_on")):
        if steps and steps[0][counted] != sum(step[held] for step in steps):
            yield counted


def _breakdown_findings(store: Store, *, placed_on_days: bool) -> Iterator[Finding]:
    """Parts against the whole asked for on its own; a report of a longer period has no part in days and weeks."""
    for counting in Counting:
        whole = ask_funnel(store, FunnelQuestion(counting=counting, compare=False)).total
        for dimension in Dimension:
            answer = ask_funnel(store, FunnelQuestion(counting=counting, by=(dimension,), compare=False))
            of_days = dimension in (Dimension.DAY, Dimension.WEEK) and not placed_on_days
            unequal = _unequal(answer.rows, answer.total if of_days else whole)
            yield Finding(f"{counting.value}, by {dimension.value}: parts = whole", not unequal, unequal)
    for dimension in (Dimension.CHANNEL, Dimension.DEVICE):
        yield _filter_finding(store, dimension)


def _order_findings(store: Store, feeds: Sequence[str]) -> Iterator[Finding]:
    """Within one feed of visits; reports count each step their own way, and feeds may lack steps."""
    for feed in feeds:
        reached = ask_funnel(store, FunnelQuestion(feed=feed, compare=False)).total
        yield Finding(f"{feed}: a later step is never reached more often", _never_rises(reached))


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


def _unequal(rows: Sequence[Segment], total: Segment) -> str:
    """Names of the figures whose parts do not add up to the whole."""
    whole, parts = _figures(total), [_figures(row) for row in rows]
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
