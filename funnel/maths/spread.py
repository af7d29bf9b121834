"""How far estimates differ beyond chance, and how much of that lies between them."""

import math

import numpy as np

from funnel.maths.grouped import Numbers


def beyond_chance(spread: float, freedom: int) -> float:
    """Standard errors by which a weighted sum of squares lies beyond chance (Cochran's Q, Wilson–Hilferty); ≥ 0."""
    if freedom < 1:
        return 0.0
    usual = 2 / (9 * freedom)
    return max(float((np.cbrt(spread / freedom) - 1 + usual) / math.sqrt(usual)), 0.0)


def between_groups(values: Numbers, variances: Numbers) -> float:
    """DerSimonian–Laird variance between groups; 0 when chance within them explains the differences."""
    if len(values) < 2 or np.any(variances <= 0):
        return 0.0
    weights = 1 / variances
    mean = np.sum(weights * values) / weights.sum()
    excess = np.sum(weights * (values - mean) ** 2) - (len(values) - 1)
    return max(0.0, float(excess / (weights.sum() - np.sum(weights**2) / weights.sum())))
