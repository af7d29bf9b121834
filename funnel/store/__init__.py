"""The only room that opens DuckDB: the shelf of imports, published generations, named queries."""

from funnel.store.place import Store
from funnel.store.shelf import LedgerLine, Receipt, Shelf

__all__ = ["LedgerLine", "Receipt", "Shelf", "Store"]
