"""What was imported, what was refused of it, and taking one import back."""

from dataclasses import dataclass

from funnel.store import Receipt, Store
from funnel.store.shelf import REJECTED


@dataclass(frozen=True)
class RejectedRow:
    """One reason why one record was not accepted."""

    record: int
    """Number of the record in the file, from 1."""
    column: str | None
    value: str | None
    """Raw text; None where it could name a person."""
    reason: str


def imports_shown(store: Store) -> tuple[Receipt, ...]:
    """Receipts of everything on the shelf, newest first."""
    return store.shelf.receipts()[::-1]


def rejected_rows(store: Store, import_id: str) -> tuple[RejectedRow, ...]:
    """Rejected rows of one import in the order of the file; raises StoreProblem when they cannot be read."""
    store.shelf.receipt(import_id)
    told = store.shelf.columns_of(import_id, REJECTED, ("record", "column", "value", "reason"))
    rows = zip(told["record"], told["column"], told["value"], told["reason"], strict=True)
    return tuple(RejectedRow(*row) for row in rows)


def take_back(store: Store, import_id: str) -> Receipt:
    """Undo one import and publish what is left; raises WrongUse for an id that is not here."""
    with store.shelf.writing():
        receipt = store.shelf.undo(import_id)
        store.publish()
    return receipt
