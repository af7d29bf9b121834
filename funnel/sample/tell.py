"""What was planted, in truth.json and in words."""

from datetime import date
from typing import Any

import numpy as np

from funnel.sample.faults import FAULTS, GROUPS, STEP_NAMES, Fault
from funnel.sample.money import decimal
from funnel.sample.shopdays import ZONE, ShopDays
from funnel.sample.trial import CONTROL, ONE_PAGE, Trial
from funnel.sample.truth import KEPT, MONEY, ORDERS, Ledger

Document = dict[str, Any]
SALES = ("Autumn sale", "November sale")
OUTAGE = 7.0
RELEASES = ((4.0, "New product page"), (9.3, "New payment page"))
"""Weeks of the 13-week plan, and what went live."""
HOLIDAYS = {(8, 15): "Assumption Day", (11, 1): "All Saints’ Day", (11, 11): "Independence Day"}


def truth_document(ledger: Ledger, trial: Trial, days: ShopDays, seed: int, counts: dict[str, int]) -> Document:
    """The truth as JSON types: counts, losses by fault and week, joint loss, the split test."""
    together = len(FAULTS)
    return {
        "seed": seed,
        "zone": ZONE,
        "currency": "PLN",
        "first_day": str(days.first),
        "last_day": str(days.day(days.count - 1)),
        "first_day_with_faults": str(days.day(days.calm_days)),
        "visits": counts["visits"],
        "orders": counts["orders"],
        "purchases": counts["purchases"],
        "kept_of_purchases": _loss(ledger.actual.sum(axis=0)),
        "expected_of_purchases": _loss(ledger.expected.sum(axis=0)),
        "faults": [_fault(number, fault, ledger, days) for number, fault in enumerate(FAULTS)],
        "groups": {
            group: _loss(ledger.share[:, [f.group == group for f in FAULTS]].sum(axis=(0, 1))) for group in GROUPS
        },
        "joint": {
            "realised": _loss(ledger.realised[:, together].sum(axis=0)),
            "expected": _loss(ledger.alone[:, together].sum(axis=0)),
        },
        "happenings": happenings(days),
        "weeks": [_week(week, ledger, days) for week in range(ledger.weeks)],
        "trial": _trial(trial, days),
    }


def happenings(days: ShopDays) -> list[Document]:
    """What its team would have written on the time axis: sales, releases, holidays, an outage."""
    told = [*_sales(days), ("outage", days.planned(OUTAGE), days.planned(OUTAGE), "Address service down for two hours")]
    told += [("release", days.planned(week), days.planned(week), text) for week, text in RELEASES]
    for number in range(days.count):
        holiday = HOLIDAYS.get((days.day(number).month, days.day(number).day))
        told += [("holiday", number, number, holiday)] if holiday else []
    told.sort(key=lambda one: (one[1], one[0]))
    return [
        {"day": str(days.day(first)), "till": str(days.day(last)), "kind": kind, "text": text}
        for kind, first, last, text in told
    ]


def _sales(days: ShopDays) -> list[tuple[str, int, int, str]]:
    """Days of a sale that follow each other are one."""
    held = [number for number in range(days.count) if days.is_promotion(number)]
    first = [number for number in held if number - 1 not in held]
    last = [number for number in held if number + 1 not in held]
    return [("promotion", begun, ended, text) for begun, ended, text in zip(first, last, SALES, strict=False)]


def readme(truth: Document) -> str:
    """README.md of the sample folder."""
    rows = [
        f"| `{f['id']}` | {f['group']} | {f['segment']}: {f['what']} | {_stretches(f['days'])} | {f['met']} "
        f"| {f['share']['orders']:.1f} | {f['share']['money_kept']} |"
        for f in truth["faults"]
    ]
    joint = truth["joint"]["expected"]
    return INTRODUCTION.format(**truth) + "\n".join(rows) + CLOSE.format(
        joint_orders=joint["orders"], joint_money=joint["money_kept"], **truth
    )  # fmt: skip


def _fault(number: int, fault: Fault, ledger: Ledger, days: ShopDays) -> Document:
    return {
        "id": fault.name,
        "group": fault.group,
        "segment": fault.segment,
        "what": fault.what,
        "opportunity": fault.opportunity,
        "days": _days(fault, days),
        "hurts": [{"step": STEP_NAMES[step], "log_odds": max(change, -9.0)} for step, change in fault.hurts],
        "met": int(ledger.met[:, number].sum()),
        "realised": _loss(ledger.realised[:, number].sum(axis=0)),
        "expected_alone": _loss(ledger.alone[:, number].sum(axis=0)),
        "share": _loss(ledger.share[:, number].sum(axis=0)),
    }


def _days(fault: Fault, days: ShopDays) -> list[list[str]]:
    stretches = [(days.planned(start), days.planned(end)) for start, end in fault.weeks]
    return [[str(days.day(start)), str(days.day(end - 1))] for start, end in stretches if end > start]


def _week(week: int, ledger: Ledger, days: ShopDays) -> Document:
    first: date = days.day(7 * week)
    return {
        "first_day": str(first),
        "purchases": int(ledger.actual[week, ORDERS]),
        "kept": _loss(ledger.actual[week]),
        "met": {f.name: int(ledger.met[week, n]) for n, f in enumerate(FAULTS)},
        "share": {f.name: _loss(ledger.share[week, n]) for n, f in enumerate(FAULTS)},
        "joint": _loss(ledger.alone[week, len(FAULTS)]),
    }


def _trial(trial: Trial, days: ShopDays) -> Document:
    return {
        "first_day": str(days.day(trial.first_day)),
        "arms": [CONTROL, ONE_PAGE],
        "visits": trial.visits,
        "expected_orders_if_all_old": round(trial.orders_without, 3),
        "expected_orders_if_all_new": round(trial.orders_with, 3),
    }


def _loss(counted: np.ndarray) -> Document:
    return {
        "orders": round(float(counted[ORDERS]), 3),
        "orders_kept": round(float(counted[KEPT]), 3),
        "money_kept": decimal(round(float(counted[MONEY]))),
    }


def _stretches(stretches: list[list[str]]) -> str:
    return "; ".join(f"{first} – {last}" for first, last in stretches)


INTRODUCTION = """# Sample shop

Exports of an invented shop, {first_day} to {last_day} ({zone}, {currency}): {visits} visits, {purchases} of
them with an order, {orders} orders in all. Written by `funnel sample`, seed {seed}; every person is invented.

`traffic/` flattened GA4 events by week · `orders/` Shopify orders by month · `support/` a Zendesk view ·
`stock/` weekly Shopify inventory and a daily product feed · `ads/` Google Ads, Yandex Direct, Meta ·
`settings.toml` the shop's settings · `truth.json` what was planted and what it cost.

## What was planted

Nobody meets a fault before {first_day_with_faults}. *Met* counts visits that met it where it can be met
(clicks, for `click_lost`). *Orders* and *money kept* are what it cost: the same visits with the same numbers
by chance and without the fault, shared between faults so that they add up. The days are those of the planted
stretch; a low usual rate runs beside it.

| id | group | what | days | met | orders | money kept, PLN |
|---|---|---|---|---|---|---|
"""

CLOSE = """

All together: {joint_orders:.1f} orders, {joint_money} PLN kept. `truth.json` also has each fault switched off
alone, the very same draws instead of chances (`realised`), weeks and groups, and the split test of a one-page
checkout that started on {trial[first_day]} (`experiment_variant`).

## What makes it like a real one

* About half a per cent of the event rows stand twice; two of a hundred purchases are sent again on reload.
* Some orders were never seen by analytics (blocked trackers, orders by phone); many orders carry no UTM.
* Campaigns "(not set)" and "(other)"; visits across midnight; the change to winter time; bot-like visits.
* Paid clicks exceed visits in every week, by a share that is usual for each platform.
* Orders of the last days are still open: not delivered, not paid on delivery, returns not yet known.
* In order notes "Promised by" and "Delivered at"; in order tags the reason of a cancellation or return; in
  ticket tags `order-10234` for an order and `visit-…` for the visit (visitor id, dot, visit id) of a chat.
"""
