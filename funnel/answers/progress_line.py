"""How far an import is, on one line of a terminal; nothing where no person looks."""

import shutil
import sys

from funnel.intake.watch import Progress, Watch


def watch_on_terminal() -> Watch:
    """A watch that writes over one line of the terminal; a silent one where output goes to a file or program."""
    return Watch(_show if sys.stderr.isatty() else None)


def share_on_terminal(share: float) -> None:
    """A share (0 … 1) on that line."""
    if sys.stderr.isatty():
        _write_over(f"{share:4.0%}", ended=share >= 1)


def progress_line(progress: Progress) -> str:
    """One line such as " 42% orders.csv: reading the file · 310,000 rows/s · 12 s left"."""
    what = f"{progress.file_name}: {progress.stage}" if progress.file_name else str(progress.stage)
    told = [f"{progress.share:4.0%} {what}"]
    if progress.rows_per_second is not None:
        told.append(f"{progress.rows_per_second:,.0f} rows/s")
    if progress.seconds_left is not None and progress.share < 1:
        told.append(_left(progress.seconds_left))
    return " · ".join(told)


def _left(seconds: float) -> str:
    return f"{seconds:.0f} s left" if seconds < 100 else f"{seconds / 60:.0f} min left"


def _show(progress: Progress) -> None:
    _write_over(progress_line(progress), ended=progress.share >= 1)


def _write_over(line: str, ended: bool) -> None:
    width = shutil.get_terminal_size().columns - 1
    sys.stderr.write(f"\r{line[:width]:<{width}}" + "\n" * ended)
    sys.stderr.flush()
