"""Stock and prices: weekly inventory in Shopify's form and a daily product feed."""

from pathlib import Path

import numpy as np

from funnel.sample.catalogue import CATEGORY_NAMES, Catalogue
from funnel.sample.chance import Chance
from funnel.sample.gzip_text import GzipText
from funnel.sample.money import decimal
from funnel.sample.shopdays import ShopDays
from funnel.sample.shopify import write_inventory

FEED_HEADER = "date,sku,available,price,competitor_price,cost,title,category,photos,description_length,rating,reviews"


def write_stock(folder: Path, days: ShopDays, goods: Catalogue, chance: Chance) -> list[Path]:
    """Writes an inventory file for the first day of each week and the feed of all days."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for day in range(0, days.count, 7):
        paths.append(folder / f"shopify_inventory_{days.day(day)}.csv")
        write_inventory(paths[-1], day, goods)
    paths.append(folder / "product_feed.csv.gz")
    _write_feed(paths[-1], days, goods, chance)
    return paths


def _write_feed(path: Path, days: ShopDays, goods: Catalogue, chance: Chance) -> None:
    feed = GzipText(path)
    feed.write(FEED_HEADER + "\n")
    cards = _cards(goods, chance)
    for day in range(days.count):
        date = days.day(day)
        for number, sku in enumerate(goods.skus):
            feed.write(
                f"{date},{sku},{goods.available[day, number]},{decimal(int(goods.price[number]))},"
                f"{decimal(int(goods.competitor_price[day, number]))},{decimal(int(goods.cost[number]))},"
                f"{cards[number]}\n"
            )
    feed.close()


def _cards(goods: Catalogue, chance: Chance) -> list[str]:
    numbers = np.arange(len(goods.skus))
    photos = chance.whole("photos", numbers, 3, 9)
    words = chance.whole("words", numbers, 220, 1400)
    rating = chance.whole("rating", numbers, 38, 50)
    reviews = chance.whole("reviews", numbers, 2, 180)
    return [
        f"{goods.titles[n]},{CATEGORY_NAMES[goods.category[n]]},{photos[n]},{words[n]},"
        f"{rating[n] / 10:.1f},{reviews[n]}"
        for n in numbers.tolist()
    ]
