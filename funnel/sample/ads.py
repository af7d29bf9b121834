"""Advertising reports of three platforms: campaigns by day; clicks include the usual gap to visits."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from funnel.sample.campaigns import CAMPAIGNS, USUAL_GAP, Campaign
from funnel.sample.chance import Chance, Ints
from funnel.sample.money import decimal
from funnel.sample.shopdays import ShopDays

DIRECT_HEADER = (
    "Дата;Кампания;№ Кампании;Группа;№ Группы;№ Объявления;Условие показа;№ Условия показа;"
    "Тип условия показа;Тип площадки;Показы;Клики;Расход (PLN)"
)
GOOGLE_HEADER = "Day,Campaign,Campaign ID,Campaign status,Currency code,Impr.,Clicks,Cost"
META_HEADER = (
    "Reporting starts,Reporting ends,Campaign name,Ad set name,Ad name,Amount spent (PLN),Impressions,Link clicks"
)


@dataclass(frozen=True)
class AdDay:
    """One campaign on one day; cost in grosz."""

    day: int
    number: int
    campaign: Campaign
    impressions: int
    clicks: int
    cost: int


def ad_days(visits_wanted: Ints, days: ShopDays, chance: Chance) -> list[AdDay]:
    """What the platforms report; `visits_wanted` [day, campaign]: came, or planted to get lost."""
    found = []
    for day in range(days.count):
        for number, campaign in enumerate(CAMPAIGNS):
            if campaign.platform:
                found.append(_ad_day(day, number, campaign, int(visits_wanted[day, number]), chance))
    return found


def write_ads(folder: Path, rows: list[AdDay], days: ShopDays) -> list[Path]:
    """Writes the three reports and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    google, direct, meta = (folder / f"{name}.csv" for name in ("google_ads", "yandex_direct", "meta_ads"))
    google.write_text(_google(_of("google", rows), days), encoding="utf-8", newline="")
    direct.write_text(_direct(_of("yandex", rows), days), encoding="cp1251", newline="")
    meta.write_text(_meta(_of("meta", rows), days), encoding="utf-8", newline="")
    return [google, direct, meta]


def _ad_day(day: int, number: int, campaign: Campaign, wanted: int, chance: Chance) -> AdDay:
    draw = chance.uniform("ad", np.arange(3) + 1000 * day + 10 * number)
    gap = USUAL_GAP[str(campaign.platform)] * (0.8 + 0.4 * draw[0])
    clicks = round(wanted / (1.0 - gap))
    impressions = round(clicks / (0.012 + 0.012 * draw[1])) + number
    return AdDay(
        day,
        number,
        campaign,
        impressions,
        clicks,
        round(clicks * campaign.click_price * (0.9 + 0.2 * draw[2])),
    )


def _of(platform: str, rows: list[AdDay]) -> list[AdDay]:
    return [row for row in rows if row.campaign.platform == platform]


def _sums(rows: list[AdDay]) -> tuple[int, int, int]:
    return sum(r.impressions for r in rows), sum(r.clicks for r in rows), sum(r.cost for r in rows)


def _google(rows: list[AdDay], days: ShopDays) -> str:
    first, last = (f"{d:%B} {d.day}, {d.year}" for d in (days.first, days.day(days.count - 1)))
    shown, clicks, cost = _sums(rows)
    lines = ["Campaign report", f'"{first} - {last}"', GOOGLE_HEADER]
    lines += [
        f"{days.day(r.day)},{r.campaign.name},{20000 + r.number},Enabled,PLN,"
        f"{r.impressions},{r.clicks},{decimal(r.cost)}"
        for r in rows
    ]
    return "\n".join([*lines, f"Total: Account, --, --, --,PLN,{shown},{clicks},{decimal(cost)}"]) + "\n"


def _direct(rows: list[AdDay], days: ShopDays) -> str:
    first, last = (f"{d:%d.%m.%Y}" for d in (days.first, days.day(days.count - 1)))
    shown, clicks, cost = _sums(rows)
    lines = [f"Отчет за период {first} - {last}", "Клиент: demo", "Все кампании", "", DIRECT_HEADER]
    lines += [
        f"{days.day(r.day):%d.%m.%Y};{r.campaign.name};{100 + r.number};основная;{10 + r.number};"
        f"{77 + r.number};все;{5 + r.number};Фраза;Поиск;{r.impressions};{r.clicks};{decimal(r.cost, ',')}"
        for r in rows
    ]
    return "\n".join([*lines, f"Итого;;;;;;;;;;{shown};{clicks};{decimal(cost, ',')}"]) + "\n"


def _meta(rows: list[AdDay], days: ShopDays) -> str:
    lines = [META_HEADER] + [
        f"{days.day(r.day)},{days.day(r.day)},{r.campaign.name},Broad,ad1,{_thousands(r.cost)},{r.impressions},{r.clicks}"
        for r in rows
    ]
    return "\n".join(lines) + "\n"


def _thousands(grosz: int) -> str:
    whole, part = decimal(grosz).split(".")
    text = f"{int(whole):,}.{part}"
    return f'"{text}"' if "," in text else text
