"""GET …/house/health: whether the store can be shown, for whoever watches the server. 200, or 503 when it cannot."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from funnel.ui.own_store import this_store
from funnel.upkeep.health import health_of


async def health(_: Request) -> Response:
    """State of the store in one object; it names sources, never rows."""
    found = await asyncio.to_thread(lambda: health_of(this_store()))
    told = {
        "store_opens": found.opens,
        "generation": found.generation,
        "stale_sources": list(found.stale_sources),
        "trouble": str(found.trouble),
    }
    return JSONResponse(told, status_code=200 if found.opens else 503, headers={"cache-control": "no-store"})
