"""Who used the machine's processors: this process and its children, or somebody else (Linux)."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
IDLE = (3, 4)
"""Places of idle and of waiting for a disk in the first line of /proc/stat."""


@dataclass(frozen=True)
class Used:
    """Processor seconds since the machine started: of everybody, of ours, and all there were."""

    everybody: float
    ours: float
    there: float

    def others_since(self, before: "Used") -> float:
        """Share of all processor time since `before` that went to somebody else."""
        there = self.there - before.there
        others = (self.everybody - before.everybody) - (self.ours - before.ours)
        return max(others, 0.0) / there if there else 0.0


def used_now() -> Used:
    """What was used up to now."""
    told = [int(word) / TICKS for word in Path("/proc/stat").read_text(encoding="utf-8").split("\n")[0].split()[1:9]]
    there = sum(told)
    return Used(there - sum(told[place] for place in IDLE), _of_ours(), there)


def _of_ours() -> float:
    """Seconds of this process and of all that came from it."""
    parents, seconds = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        pid = int(stat.parent.name)
        parents[pid], seconds[pid] = int(told[1]), (int(told[11]) + int(told[12])) / TICKS
    return sum(of_one for pid, of_one in seconds.items() if _comes_from(pid, os.getpid(), parents))


def _comes_from(pid: int, origin: int, parents: dict[int, int]) -> bool:
    while pid in parents and pid != origin:
        pid = parents[pid]
    return pid == origin
