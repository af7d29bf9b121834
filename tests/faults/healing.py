"""Check 3 while people look: the published numbers are damaged under a running server, which mends them by itself.

    python -m tests.faults.healing

Whatever a reader is shown until then is the right numbers or the one sentence, never anything else; the server is not
started again.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from funnel.answers.bring_in import bring_in
from funnel.store import Store
from funnel.store.door import DAMAGED
from funnel.store.generations import SEAL, generation_file
from tests.browser.conftest import Server, start_server, stop_server
from tests.faults.ground import Result, flip_a_bit
from tests.faults.hostile import visits
from tests.faults.reader import Shown, reader

DAYS = {"from": "2026-11-09", "to": "2026-11-10"}
SCREENS = ("funnel", "losses", "change", "traffic")
OTHERS = tuple({**DAYS, **more} for more in ({"device": "mobile"}, {"channel": "email"}, {"by": "channel"}))
"""Questions asked to meet damage that the first ones did not."""
BLOCK = 262_144
"""Bytes of a block of the database."""
HEADERS = 3 * 4096
MOST_SECONDS = 90.0
"""Until every screen shows right numbers again; building them anew takes some seconds of it."""
BETWEEN_LOOKS = 0.7
"""Seconds a reader waits after a screen said the sentence."""
Harm = Callable[[Path, random.Random], object]


def _bit(path: Path, chance: random.Random) -> None:
    flip_a_bit(path, chance)


def _silent_bits(path: Path, chance: random.Random) -> None:
    """As a disk does it: many blocks, in the file that is open, and its time stays what it was."""
    state = path.stat()
    with path.open("r+b") as file:
        for block in range(HEADERS, state.st_size, BLOCK):
            at = block + chance.randrange(min(BLOCK, state.st_size - block))
            file.seek(at)
            old = file.read(1)[0]
            file.seek(at)
            file.write(bytes([old ^ 1 << chance.randrange(8)]))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def _cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(HEADERS, path.stat().st_size))


def _emptied(path: Path, _: random.Random) -> None:
    os.truncate(path, 0)


def _zeroed(path: Path, _: random.Random) -> None:
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)


def _gone(path: Path, _: random.Random) -> None:
    path.unlink()


def _replaced(path: Path, _: random.Random) -> None:
    aside = path.with_suffix(".aside")
    aside.write_bytes(b"no database at all " * 1000)
    aside.replace(path)


def _gone_with_seal(path: Path, _: random.Random) -> None:
    path.unlink()
    path.with_suffix(SEAL).unlink()


HARMS: tuple[Harm, ...] = (_cut, _gone, _silent_bits, _bit, _emptied, _zeroed, _replaced, _gone_with_seal)


async def heals(server: Server, harms: tuple[Harm, ...] = HARMS, seed: int = 3) -> Result:
    """Each harm in turn; after each, every screen shows what it showed before any."""
    result, chance = Result("damage under a running server (check 3)"), random.Random(seed)
    right = await _seen(server, DAYS)
    for harm in harms:
        damaged = Store(server.store).generation()
        harm(generation_file(server.store, damaged), chance)
        result.count("harms")
        await _until_healed(result, server, harm.__name__.strip("_"), damaged, right)
    async with httpx.AsyncClient(timeout=60) as client:
        health = await client.get(f"{server.address}/house/health")
    result.expect(health.status_code == 200, f"health answers {health.status_code}: {health.text}")
    result.expect(server.process.poll() is None, "the server has ended")
    return result


async def _until_healed(result: Result, server: Server, harm: str, damaged: int, right: dict[str, Shown]) -> None:
    store, ends, others = Store(server.store), time.monotonic() + MOST_SECONDS, iter(OTHERS)
    while time.monotonic() < ends:
        looks = await _seen(server, DAYS)
        judged = [_is_right(result, f"{harm}, {name}", shown, right[name]) for name, shown in looks.items()]
        whole = all(judged)
        if whole and store.generation() > damaged:
            result.count("mended without a restart")
            return
        if whole and (more := next(others, None)) is not None:  # not met yet: what was read is held in memory
            result.broken += [told for shown in (await _seen(server, more)).values() for told in shown.troubles]
        elif whole:
            result.count("never met, numbers right all along")
            await asyncio.to_thread(store.catch_up)
            return
        await asyncio.sleep(BETWEEN_LOOKS)  # the server mends on the same cores
    result.broken.append(f"{harm}: not mended within {MOST_SECONDS:.0f} s")


def _is_right(result: Result, place: str, shown: Shown, right: Shown) -> bool:
    """Whether the screen is what it was before; if not, it says the sentence, and whatever else it shows is right."""
    result.broken += [f"{place}: {told}" for told in shown.troubles]
    if any(str(DAMAGED) in told.replace("\\", "") for told in shown.alerts):
        result.count("screens that said so")
        foreign = [one for one in shown.numbers if one not in right.numbers]
        result.expect(not foreign, f"{place}: {len(foreign)} figures beside the sentence are not those of before")
        return False
    result.count("screens with right numbers", shown.fingerprint == right.fingerprint)
    result.expect(shown.fingerprint == right.fingerprint, f"{place}: other numbers, nothing said: {shown.alerts}")
    return True


async def _seen(server: Server, asked: dict[str, str]) -> dict[str, Shown]:
    async with reader(server.address) as session:
        return {screen: await session.open(screen, **asked) for screen in SCREENS}


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A running dashboard over a few hundred visits."""
    for name, first, day, channel in (("a", 0, "2026-11-09", "Email"), ("b", 200, "2026-11-10", "Paid Search")):
        (folder / f"{name}.csv").write_bytes(visits(first, 120, day, channel=channel))
    bring_in(Store(folder / "store"), [folder / "a.csv", folder / "b.csv"])
    server = start_server(folder / "store", log=folder / "server.log")
    try:
        yield server
    finally:
        stop_server(server)


def main() -> int:
    """0 when every harm was told and mended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="the first two harms")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, served(Path(place)) as server:
        result = asyncio.run(heals(server, HARMS[:2] if asked.short else HARMS))
        if result.broken:
            print((Path(place) / "server.log").read_text(encoding="utf-8")[-4000:])
            print((Path(place) / "store" / "log" / "funnel.log").read_text(encoding="utf-8")[-4000:])
    print(result.line())
    return int(bool(result.broken))


if __name__ == "__main__":
    sys.exit(main())
