"""The only room that opens DuckDB: the shelf of imports, published generations, named queries."""

from funnel.store.ledger import LedgerLine
from funnel.store.place import Store
from funnel.store.receipts import Receipt
from funnel.store.shelf import Shelf

__all__ = ["LedgerLine", "Receipt", "Shelf", "Store"]
