"""Large files sent at once, and what they cost the server."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.browser.conftest import Server
from tests.faults.reader import reader, send_file

MOST_SECONDS = 5


@dataclass
class Sent:
    """What three uploads at once did to the server."""

    grown: int
    """Bytes by which its memory grew."""
    screen_seconds: float
    """How long a screen took meanwhile."""


async def three_at_once(server: Server, megabytes: int) -> Sent:
    """Send three files of this size while a screen is read; none of them is imported."""
    async with reader(server.address) as session:
        ticket = (await session.open("imports")).ticket()
        await session.open("funnel")
        before = memory_of(server.process.pid)
        pieces = [b"a,b\n" + b"1,2\n" * (2**18)] * megabytes
        sending = [asyncio.create_task(send_file(server.address, ticket, f"{n}.csv", pieces)) for n in range(3)]
        begun = time.monotonic()
        assert (await session.open("funnel", device="mobile")).numbers
        took = time.monotonic() - begun
        sent = await asyncio.gather(*sending)
        assert [answer.status_code for answer in sent] == [200] * 3
        grown = memory_of(server.process.pid) - before
        await _let_go(server.address, ticket, [answer.json()["token"] for answer in sent])
    return Sent(grown, took)


async def _let_go(address: str, ticket: str, tokens: list[str]) -> None:
    headers = {"origin": address, "x-funnel-ticket": ticket}
    async with httpx.AsyncClient(timeout=60) as client:
        for token in tokens:
            await client.delete(f"{address}/house/waiting/{token}", headers=headers)


def memory_of(process: int) -> int:
    """Bytes a process holds in memory."""
    told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmRSS"))
