"""Clicks and visits of every campaign and day, as the maths takes them."""

import numpy as np

from funnel.maths.clicks import ClickCells
from funnel.store.place import Reader


def click_cells_of(reader: Reader) -> ClickCells | None:
    """Cells of the published generation, days as ordinals; None where no ads meet traffic naming campaigns."""
    rows = reader.ask("answers/lost_clicks")
    if not rows:
        return None
    channels = sorted({row["channel"] for row in rows})
    campaigns = sorted({(row["channel"], row["campaign"]) for row in rows})
    return ClickCells(
        np.array([row["day"].toordinal() for row in rows], dtype=np.int64),
        np.array([channels.index(row["channel"]) for row in rows], dtype=np.int64),
        np.array([campaigns.index((row["channel"], row["campaign"])) for row in rows], dtype=np.int64),
        np.array([float(row["clicks"]) for row in rows]),
        np.array([float(row["visits"]) for row in rows]),
        tuple(channels),
        tuple(campaign for _, campaign in campaigns),
        np.array([float(row["orders"]) for row in rows]),
        np.array([float(row["value"]) for row in rows]),
    )
