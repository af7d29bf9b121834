"""What was imported, what was refused of it, and taking one import back."""

from funnel.intake import RejectedRow, rejects_of
from funnel.rights import Access, need
from funnel.store import LedgerLine, Receipt, Store
from funnel.store.remembered import Remembered, forget
from funnel.store.shelf import REJECTED


def imports_shown(store: Store) -> tuple[Receipt, ...]:
    """Receipts of everything on the shelf, newest first."""
    return store.shelf.receipts()[::-1]


def rejected_rows(store: Store, import_id: str) -> tuple[RejectedRow, ...]:
    """Rejected rows of one import in the order of the file; raises StoreProblem when they cannot be read."""
    receipt = store.shelf.receipt(import_id)
    told = store.shelf.columns_of(import_id, REJECTED, ("record", "column", "value", "reason"))
    return rejects_of(told, receipt)


def take_back(store: Store, import_id: str) -> Receipt | LedgerLine:
    """Undo one import and publish what is left; raises WrongUse for an id that is not here, NotAllowed below admin."""
    need(Access.ADMIN)
    with store.shelf.writing():
        receipt = store.shelf.undo(import_id)
        store.publish()
    return receipt


def forget_answer(store: Store, question: str, source: str | None = None) -> tuple[Remembered, ...]:
    """Drop what was answered to a question, for one source or all; raises WrongUse when nothing was."""
    need(Access.EDIT)
    with store.shelf.writing():
        return forget(store.folder, question, source)
