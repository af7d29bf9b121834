"""Counts of one step by stratum and pattern of problems alone, whatever segment they come from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.maths.grouped import Numbers, Whole


@dataclass(frozen=True)
class LikeRows:
    """Counts of one step by stratum and pattern alone; matrices are rows × days, rows in the order of `code`."""

    code: Whole
    """Stratum and, in the lowest bits, which factors of the step were met, in their order."""
    met: NDArray[np.bool_]
    """Factors of the step × rows."""
    unmeasured: NDArray[np.bool_]
    """Factors of the step × rows."""
    at_risk: Numbers
    went_on: Numbers
    bought: Numbers | None
    device: Whole | None = None
    """Of every row; a stratum lies within one."""


Columns = tuple[Whole, Numbers, Numbers, Numbers | None]


def like_rows(factors: int, stratum: Whole, pattern: Whole, columns: Columns, device: Whole | None = None) -> LikeRows:
    """Rows of one stratum and pattern added up; `columns`: what is not measured, at risk, went on, bought."""
    unmeasured, at_risk, went_on, bought = columns
    code = stratum << factors | pattern
    starts = np.flatnonzero(np.diff(code, prepend=-1))
    bits = np.arange(factors)[:, None]
    met, unknown = ((masks[starts] >> bits & 1).astype(bool) for masks in (pattern, unmeasured))
    ended = None if bought is None else _added_up(bought, starts)
    own = None if device is None else device[starts]
    return LikeRows(code[starts], met, unknown, _added_up(at_risk, starts), _added_up(went_on, starts), ended, own)


def _added_up(matrix: Numbers, starts: Whole) -> Numbers:
    return matrix if len(starts) == len(matrix) else np.add.reduceat(matrix, starts, axis=0)
