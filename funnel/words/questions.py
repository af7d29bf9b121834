"""The questions of the coverage table (funnel/answers/coverage.py): English here, others in the catalogues."""

QUESTIONS = {
    "funnel_steps": "How many visits get from step to step",
    "funnel_by_device": "The same by device",
    "funnel_by_campaign": "The same by campaign",
    "funnel_by_category": "The same by product category",
    "visitors_within_days": "Visitors who buy within days",
    "strict_time_order": "Steps in strict time order",
    "clicks_and_cost": "Ad clicks and their cost",
    "paid_by_order_book": "What was really paid",
    "orders_joined_to_visits": "Orders joined to visits",
    "kept_orders": "Orders neither cancelled nor returned",
    "site_errors_and_speed": "Site errors and slow pages",
    "search_without_result": "Searches without a result",
    "out_of_stock": "Products out of stock",
    "price_above_competitor": "Prices above a competitor's",
    "first_response_time": "Time to first reply",
    "contacts_joined_to_orders": "Contacts joined to orders",
    "late_delivery": "Late deliveries",
}
