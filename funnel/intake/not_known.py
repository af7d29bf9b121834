"""NaN for a total that stands on another line of its order: a program's word for an empty cell, in all of this file."""

from dataclasses import replace

from funnel.intake.contract import MONEY_OF_KIND, WHOLE_ORDERS
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.staged import Staged
from funnel.intake.typed import raw
from funnel.intake.vocabulary import vocabulary
from funnel.store.door import Connection


def with_unknown_as_nothing(connection: Connection, stage: Staged, mapped: Mapped, literals: Literals) -> Mapped:
    """The same, its words for numbers nobody knows meaning nothing where every order that says one states its total.

    Elsewhere such a word in place of an amount is no amount, and its row is rejected: not known is not nothing.
    """
    total = MONEY_OF_KIND[mapped.kind]
    order = next((name for name in ("posting_id", "order_id") if name in stage.columns), None)
    if mapped.kind not in WHOLE_ORDERS or total not in stage.columns or order is None:
        return mapped
    is_unknown = f"lower(trim({raw(total)})) in {literals.many(vocabulary().not_known)}"
    lines = f"{stage.table} where aside is null and part = 1"
    lacking = f"select distinct {raw(order)} from {lines} and {is_unknown}"
    stated = f"max(case when {raw(total)} is not null and not {is_unknown} then 1 else 0 end)"
    orders = f"select {stated} as stated from {lines} and {raw(order)} in ({lacking}) group by {raw(order)}"
    query = f"select min(stated) from ({orders})"
    if connection.execute(query, literals.of(query)).fetchone()[0] != 1:
        return mapped
    profile = mapped.profile
    return replace(mapped, profile=replace(profile, nulls=(*profile.nulls, *vocabulary().not_known)))
