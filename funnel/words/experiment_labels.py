"""Labels of what experiments are called and what they say."""

VERDICTS = {
    "better": "better",
    "worse": "worse",
    "no_difference_seen": "no difference seen",
    "still_running": "still running",
    "one_order_decides": "one order decides",
    "not_to_be_trusted": "not to be trusted",
    "cannot_tell": "cannot tell",
}
DESIGNS = {
    "split": "split test",
    "staged": "staged fix",
    "before_after": "before and after",
    "orders_per_visit": "orders per visit",
    "money_per_visit": "money per visit",
    "mean_order": "mean order",
}

OF_EXPERIMENTS = VERDICTS | DESIGNS
