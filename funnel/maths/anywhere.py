"""Signs of flags raised anywhere in the visit, instead of at the first opportunity.

Longer visits then collect more flags and buy more, so that problems look like gains. No problem makes anybody go on
more often: where most comparisons of a shop are gains beyond chance, what the flags of a step have in common is taken
off all of them. What is left tells only how problems differ, is in doubt by as much as they differ, and reads “check
the flag”.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from funnel.maths.ratios import Ratio

BEYOND = 3.3
"""Standard errors from which one comparison is a gain beyond chance."""
MOST = 0.5
"""Share of the comparisons that are, above which flags are raised anywhere."""
LEAST_COMPARISONS = 4


def without_common_gain(steps: Sequence[int], ratios: tuple[Ratio, ...]) -> tuple[tuple[Ratio, ...], float]:
    """Ratios without what those of their step have in common, and the standard error of each logarithm left.

    `steps`: the step of every ratio. As given, and 0, where the shop shows no sign of flags raised anywhere.
    """
    logs = np.array([ratio.log_ratio[0] for ratio in ratios])
    fair = np.array([ratio.fair for ratio in ratios], dtype=bool)
    gains = logs > BEYOND * np.array([ratio.standard_error for ratio in ratios])
    if fair.sum() < LEAST_COMPARISONS or gains[fair].mean() <= MOST:
        return ratios, 0.0
    step = np.asarray(steps)
    common = np.array([np.median(logs[fair & (step == own)]) if fair[place] else 0.0 for place, own in enumerate(step)])
    left = (logs - common)[fair]
    told = tuple(replace(ratio, log_ratio=ratio.log_ratio - off) for ratio, off in zip(ratios, common, strict=True))
    return told, float(np.sqrt((left**2).mean()))
