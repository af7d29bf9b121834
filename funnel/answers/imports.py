"""What was imported, what was refused of it, and taking one import back."""

import pandas

from funnel.store import Receipt, Store
from funnel.store.shelf import REJECTED

REJECTED_COLUMNS = ("record", "column", "value", "reason")


def imports_shown(store: Store) -> tuple[Receipt, ...]:
    """Receipts of everything on the shelf, newest first."""
    return store.shelf.receipts()[::-1]


def rejected_rows(store: Store, import_id: str) -> pandas.DataFrame:
    """Rejected rows of one import: record number in the file, column, raw value, reason code."""
    store.shelf.receipt(import_id)
    part = store.shelf.part(import_id, REJECTED)
    if part is None:
        return pandas.DataFrame(columns=list(REJECTED_COLUMNS))
    return pandas.read_parquet(part)[list(REJECTED_COLUMNS)]


def take_back(store: Store, import_id: str) -> Receipt:
    """Undo one import and publish what is left; raises WrongUse for an id that is not here."""
    with store.shelf.writing():
        receipt = store.shelf.undo(import_id)
        store.publish()
    return receipt
