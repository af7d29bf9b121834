"""Every long form, or those named, one after the other: `make faults`. Each is a program and can run alone."""

import subprocess
import sys
import time

from tests.house import ROOT

LONG_FORMS = {
    "kills": ("tests.faults.kills",),
    "damage": ("tests.faults.damage",),
    "healing": ("tests.faults.healing",),
    "full_disk": ("tests.faults.full_disk",),
    "backups": ("tests.faults.backups",),
    "rebuilds": ("tests.faults.rebuilds",),
    "properties": ("tests.faults.properties",),
    "zones": ("tests.faults.zones",),
    "viewers": ("tests.faults.viewers",),
    "uploads": ("tests.faults.uploads",),
    "scripts": ("tests.faults.scripts",),
    "monkey": ("tests.faults.monkey", "--minutes", "20"),
}
"""Name: module and what it is told."""
MOST_SECONDS = 4 * 3600


def main(asked: list[str]) -> int:
    """0 when all of them hold; options (`--short`) go to each."""
    names, options = [one for one in asked if one[:1] != "-"], [one for one in asked if one[:1] == "-"]
    unknown = sorted(set(names) - LONG_FORMS.keys())
    if unknown:
        print(f"No check is named {', '.join(unknown)}; there are {', '.join(LONG_FORMS)}.")
        return 2
    broken = [name for name in names or LONG_FORMS if not _holds(name, options)]
    return int(bool(broken))


def _holds(name: str, options: list[str]) -> bool:
    module, *told = LONG_FORMS[name]
    begun = time.monotonic()
    print(f"{module} …", flush=True)
    try:
        command = [sys.executable, "-m", module, *told, *options]
        told = (
            "holds"
            if subprocess.run(command, cwd=ROOT, timeout=MOST_SECONDS, check=False).returncode == 0
            else "BROKEN"
        )
    except subprocess.TimeoutExpired:
        told = "STOPPED before its end"
    print(f"{module}: {told}, {time.monotonic() - begun:.0f} s", flush=True)
    return told == "holds"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
