"""What an import changes beside its own rows: what can be seen now, what it links to, what it contradicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from funnel.answers.coverage import MISSING, PARTLY, SHOWN, coverage_of
from funnel.answers.imports import imports_shown
from funnel.answers.reconcile import reconcile
from funnel.answers.result import Freshness
from funnel.answers.shop import shop_state
from funnel.store import Receipt, Store
from funnel.store.place import Reader
from funnel.terms import TRAFFIC_KINDS, Kind

BETTER = {MISSING: 0, PARTLY: 1, SHOWN: 2}


class Differs(StrEnum):
    """In what two imports contradict each other."""

    ORDER_TOTAL = "order_total"
    ORDER_TIME = "order_time"
    DAY_COUNTS = "day_counts"
    ZONE = "zone"
    CURRENCY = "currency"


@dataclass(frozen=True)
class Contradiction:
    """An earlier import says otherwise. The newer export counts; the older one is not corrected."""

    differs: Differs
    import_id: str
    """The earlier import."""
    file_name: str
    things: int
    """Orders or days that differ; 0 where the whole file does."""
    example: str
    """Order id or ISO day of the first of them; the measure stands in `measure`."""
    here: str
    """What this import says: decimal text, a count, an ISO moment (UTC), a zone or a currency."""
    there: str
    measure: str = ""
    """What is counted, where counts differ: session_start, clicks, visits or events."""


@dataclass(frozen=True)
class Link:
    """How many things of one kind of file are found in another; the share is the match rate."""

    of: str
    """analytics_orders, book_orders or contacts."""
    found_in: str
    """order_book, traffic or order_book_by_customer."""
    things: int
    matched: int

    @property
    def share(self) -> float | None:
        """None without anything to match."""
        return self.matched / self.things if self.things else None


@dataclass(frozen=True)
class AfterImport:
    """What one import on the shelf changed."""

    made_visible: tuple[str, ...]
    """Questions of funnel.answers.coverage it answers, or answers better, than the imports before it."""
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True)
class HeldImports:
    """Everything on the shelf, newest first, with what each import changed and how old each source is."""

    receipts: tuple[Receipt, ...]
    after: dict[str, AfterImport]
    """By import id."""
    freshness: tuple[Freshness, ...]
    links: tuple[Link, ...]
    generation: int


def held_imports(store: Store, today: date | None = None) -> HeldImports:
    """The shelf as the Imports screen tells it; sources age until `today` (see shop_state)."""
    receipts = imports_shown(store)
    after = after_imports(store, [receipt.import_id for receipt in receipts])
    return HeldImports(receipts, after, shop_state(store, today).freshness, links(store), store.generation())


def after_import(store: Store, import_id: str) -> AfterImport:
    """What the import changed; raises WrongUse when it is not on the shelf."""
    store.shelf.receipt(import_id)
    return after_imports(store, [import_id])[import_id]


def after_imports(store: Store, import_ids: Sequence[str]) -> dict[str, AfterImport]:
    """What each of these imports changed; nothing for the invented shop that gave way to a real file."""
    shown = store.shelf.shown()
    asked = [place for place, receipt in enumerate(shown) if receipt.import_id in import_ids]
    nothing = dict.fromkeys(import_ids, AfterImport((), ()))
    if not asked:
        return nothing
    with store.comparing() as reader:
        return nothing | {shown[place].import_id: _changed(reader, shown[: place + 1]) for place in asked}


def _changed(reader: Reader, receipts: Sequence[Receipt]) -> AfterImport:
    """What the last of these changed."""
    *before, receipt = receipts
    return AfterImport(made_visible(before, receipt), _contradictions(reader, before, receipt))


def made_visible(before: Sequence[Receipt], receipt: Receipt) -> tuple[str, ...]:
    """Questions that `receipt` brings nearer to an answer than the imports before it did."""
    lines = zip(coverage_of(before), coverage_of([*before, receipt]), strict=True)
    return tuple(now.question for then, now in lines if BETTER[now.status] > BETTER[then.status])


def links(store: Store) -> tuple[Link, ...]:
    """How well the imported files join, best known first; a link that no two files make possible is left out."""
    kinds = {receipt.kind for receipt in store.shelf.shown()}
    if Kind.ORDER_LINES not in kinds or store.generation() == 0:
        return ()
    return (*_orders(store, kinds), *_contacts(store, kinds))


def _orders(store: Store, kinds: set[str]) -> list[Link]:
    if not kinds & set(TRAFFIC_KINDS):
        return []
    both = reconcile(store)
    if not both.by_id:
        return []
    total = both.total
    found = [
        Link("analytics_orders", "order_book", total.with_id, total.matched_orders),
        Link("book_orders", "traffic", total.book_orders, total.book_matched),
    ]
    return [link for link in found if link.things]


def _contacts(store: Store, kinds: set[str]) -> list[Link]:
    if Kind.CONTACTS not in kinds:
        return []
    with store.comparing() as reader:
        row = reader.ask("answers/contact_links")[0]
    return [
        Link("contacts", "order_book", int(row["contacts"]), int(row["order_in_book"])),
        Link("contacts", "order_book_by_customer", int(row["contacts"]), int(row["customer_in_book"])),
    ]


def _contradictions(reader: Reader, before: Sequence[Receipt], receipt: Receipt) -> tuple[Contradiction, ...]:
    stated = [found for one in before if one.feed == receipt.feed for found in _otherwise_read(receipt, one)]
    if not any(one.kind == receipt.kind for one in before):
        return tuple(stated)
    told = {"import_id": receipt.import_id}
    if receipt.kind == Kind.ORDER_LINES:
        rows = reader.ask("answers/restated_orders", told)
        return (*stated, *(found for row in rows for found in _of_orders(row)))
    return (*stated, *(_of_days(row) for row in reader.ask("answers/restated_days", told)))


def _otherwise_read(receipt: Receipt, earlier: Receipt) -> list[Contradiction]:
    """Zone or currency in which the same source was read otherwise; the first is enough to shift every day."""
    fields = ((Differs.ZONE, receipt.zone, earlier.zone), (Differs.CURRENCY, receipt.currency, earlier.currency))
    return [
        Contradiction(differs, earlier.import_id, earlier.file_name, 0, "", here, there)
        for differs, here, there in fields
        if here and there and here != there
    ]


def _of_orders(row: Mapping[str, Any]) -> list[Contradiction]:
    fields = ((Differs.ORDER_TOTAL, "total"), (Differs.ORDER_TIME, "time"))
    return [
        Contradiction(
            differs,
            row["import_id"],
            row["file_name"],
            int(row[f"other_{name}s"]),
            row[f"{name}_order"],
            _text(row["total_here" if name == "total" else "moment_here"]),
            _text(row["total_there" if name == "total" else "moment_there"]),
        )
        for differs, name in fields
        if row[f"other_{name}s"]
    ]


def _of_days(row: Mapping[str, Any]) -> Contradiction:
    return Contradiction(
        Differs.DAY_COUNTS,
        row["import_id"],
        row["file_name"],
        int(row["days"]),
        _text(row["day"]),
        _text(row["counted_here"]),
        _text(row["counted_there"]),
        row["measure"],
    )


def _text(value: Decimal | datetime | date | int) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
