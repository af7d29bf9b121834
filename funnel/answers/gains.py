"""What a field of a mapping makes visible: questions of the coverage table, problems, the numbers it belongs to."""

from funnel.answers.coverage import NEEDS
from funnel.errors import Sentence, sentence
from funnel.factors import FACTORS
from funnel.terms import TRAFFIC_KINDS, Kind
from funnel.words.questions import QUESTIONS

BY_DIMENSION = {
    "channel": sentence("the funnel by channel"),
    "source": sentence("the funnel by source, and its channel"),
    "medium": sentence("the channel of each visit"),
    "device": sentence("the funnel by device"),
    "campaign": sentence("the funnel by campaign"),
    "category": sentence("the funnel by product category"),
    "visitor": sentence("new visitors apart from returning ones"),
}
SAID_THERE = frozenset({"funnel_by_device", "funnel_by_campaign", "funnel_by_category"})
MONEY = sentence("revenue of every step and segment")
JOINED = sentence("orders joined to the visits and dialogs they belong to")
MORE: dict[tuple[Kind | None, str], Sentence] = {
    (Kind.ORDER_LINES, "order_id"): JOINED,
    (Kind.ORDER_LINES, "order_total"): sentence("paid and kept revenue"),
    (Kind.ORDER_LINES, "refunded"): sentence("refunds taken off the revenue kept"),
    (Kind.ORDER_LINES, "customer_key"): sentence("dialogs joined to the orders of the same customer"),
    (Kind.CONTACTS, "customer_key"): sentence("dialogs joined to the orders of the same customer"),
    (Kind.ORDER_LINES, "cancelled_at"): sentence("cancelled orders, with their day"),
    (Kind.ORDER_LINES, "returned_at"): sentence("returned orders, with their day"),
    (Kind.ORDER_LINES, "product"): sentence("products behind orders and returns"),
    (Kind.CONTACTS, "first_reply_at"): sentence("time to first reply, by the clock"),
    (Kind.AD_COSTS, "impressions"): sentence("how often adverts were seen"),
    (None, "revenue"): MONEY,
    (None, "is_bot"): sentence("robots left out of every number"),
    (None, "session_id"): sentence("visits as the source counts them"),
    (None, "variant"): sentence("experiments read from this file"),
}


def gains_of(kind: Kind, column: str) -> tuple[Sentence, ...]:
    """What a column of an export of this kind makes visible, as parts of a sentence; () where nothing shows it yet."""
    told = [
        Sentence(QUESTIONS[need.question])
        for need in NEEDS
        if kind in need.kinds and column in need.columns and need.question not in SAID_THERE
    ]
    told += [Sentence(rule.name) for rule in FACTORS if (kind, column) in rule.needs]
    if kind in (*TRAFFIC_KINDS, Kind.AD_COSTS) and column in BY_DIMENSION:
        told.append(BY_DIMENSION[column])
    told += [MORE[key] for key in ((kind, column), (None, column)) if key in MORE]
    return tuple(dict.fromkeys(told))
