"""The whole corpus: `make corpus`."""

import argparse
import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.intake.corpus.again import run_again
from tests.intake.corpus.all_cases import cases_of
from tests.intake.corpus.runner import run, summary

SEED = 20261122


def main() -> int:
    """Run the corpus and print what became of it; 1 when anything went wrong."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--part", default="0/1", help="as 2/5: every fifth case from the third on")
    asked.add_argument("--only", default="")
    asked.add_argument("--group", default="")
    told = asked.parse_args()
    first, of = map(int, told.part.split("/"))
    made = () if told.group == "again" else cases_of(told.group, told.seed)
    cases = [case for case in made if told.only in case.name][first::of]
    with TemporaryDirectory() as folder:
        fates = []
        again = run_again(slice(first, None, of), told.only, Path(folder)) if told.group in ("", "again") else ()
        for fate in chain(run(cases, Path(folder)), again):
            fates.append(fate)
            if not fate.is_fine:
                sys.stdout.write(f"{fate.verdict:12} {fate.name}\n             {fate.why[:400]}\n")
                sys.stdout.flush()
    sys.stdout.write(summary(fates) + "\n")
    return 0 if all(fate.is_fine for fate in fates) else 1


if __name__ == "__main__":
    sys.exit(main())
