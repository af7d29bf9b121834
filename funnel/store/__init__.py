"""The only room that opens DuckDB: the shelf of imports, published generations, named queries."""

from funnel.store.place import Store
from funnel.store.shelf import Receipt, Shelf

__all__ = ["Receipt", "Shelf", "Store"]
