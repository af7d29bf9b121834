"""Check 11: three files of 150 MB at once; the server stays small and goes on answering.

python -m tests.faults.uploads --megabytes 150
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from funnel.answers.bring_in import bring_in
from funnel.store import Store
from tests.browser.conftest import start_server, stop_server
from tests.faults.hostile import visits
from tests.faults.sending import MOST_SECONDS, three_at_once


def main() -> int:
    """0 when memory grew by less than one file (40 MB for small ones) and a screen came within five seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=150)
    parser.add_argument("--short", action="store_true", help="files of 15 MB")
    asked = parser.parse_args()
    if asked.short:
        asked.megabytes = 15
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "a.csv").write_bytes(visits(0, 120, "2026-11-09"))
        bring_in(Store(folder / "store"), [folder / "a.csv"])
        server = start_server(folder / "store")
        try:
            sent = asyncio.run(three_at_once(server, asked.megabytes))
        finally:
            stop_server(server)
    print(f"memory grew by {sent.grown / 2**20:.0f} MB; a screen meanwhile took {sent.screen_seconds:.1f} s")
    return 0 if sent.grown < max(asked.megabytes, 40) * 2**20 and sent.screen_seconds < MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
