"""Totals that orders and ads state, asked of the accepted rows: two for one order, or none at all. SQL only."""


def orders_of_several_totals(accepted: str) -> str:
    """SELECT of a row when any order states two totals."""
    return f"select 1 from {accepted} group by order_id having min(order_total) <> max(order_total) limit 1"


def lines_of_other_totals(accepted: str) -> str:
    """SELECT of the records whose order states another total before them."""
    first = "first_value(order_total ignore nulls) over (partition by order_id order by record, line)"
    stated = f"select record, order_total, {first} as stated from {accepted}"
    return f"select distinct record from ({stated}) where order_total <> stated"


def rejects_of_other_totals(judged: str, text: str) -> str:
    """SELECT of record, problem, text and amount of the records in other_totals."""
    amount = "sum(case when part = 1 then order_total end)"
    return (
        f"select record, 'order_total|other_total', any_value({text}), {amount} from {judged} "
        "where record in (select record from other_totals) group by record"
    )


def count_without_amount(accepted: str, unit: str, money: str) -> str:
    """SELECT of how many orders or ads, told apart by `unit`, have no `money` in any row."""
    return f'select count(*) from (select 1 from {accepted} group by {unit} having count("{money}") = 0)'


def count_of_several(accepted: str, *, status: str) -> str:
    """SELECT of how many orders have rows of several days, and how many rows of several statuses."""
    per_order = f"select min(day) <> max(day) as days, min({status}) <> max({status}) as statuses from {accepted}"
    return f"select count(*) filter (days), count(*) filter (statuses) from ({per_order} group by order_id)"
