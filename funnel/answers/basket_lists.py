"""Lists of carts: what was put into a cart by visits that paid for nothing."""

from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.answers.product_ground import CARTS, OF_CARTS, ProductGround, Row, product_ground
from funnel.answers.product_rows import Figures, Shape, answer_of, place_of, product_row, share, total_of
from funnel.store import Store

LEFT = Shape("abandoned_carts", ("left_cart_value", "left_carts", "product_carts", "left_cart_share"))


def abandoned_carts(store: Store, question: ListQuestion) -> ListAnswer:
    """Products put into carts, by what was left there."""
    ground = product_ground(store, question, OF_CARTS)
    rows = [product_row(row, LEFT, _figures(row)) for row in ground.products if row["carts"]]
    by_money, by_carts = place_of(LEFT, "left_cart_value"), place_of(LEFT, "left_carts")
    return answer_of(
        ground,
        LEFT,
        rows,
        lambda row: (by_money(row), by_carts(row)),
        lacking=ground.lacking(CARTS),
        notes=ground.notes(CARTS),
        whole={"left_cart_share": _left_share(ground)},
    )


def _figures(row: Row) -> Figures:
    return {
        "left_cart_value": row["left_value"],
        "left_carts": int(row["left_carts"]),
        "product_carts": int(row["carts"]),
        "left_cart_share": share(row["left_carts"], row["carts"]),
    }


def _left_share(ground: ProductGround) -> float | None:
    return share(total_of(ground.products, "left_carts"), total_of(ground.products, "carts"))
