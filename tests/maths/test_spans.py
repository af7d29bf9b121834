"""Readings of a window of days: each day left out in turn, and a window that holds none."""

import numpy as np

from funnel.maths.spans import spans_of


def test_each_reading_leaves_out_one_day() -> None:
    window = np.array([[[1, 1, 0], [0, 1, 0], [1, 0, 0]]], dtype=float)
    spans = spans_of(window)
    ((weights, reading),) = spans.readings
    assert spans.days.tolist() == [0, 1]
    assert weights.of(np.array([[5.0, 7.0]]))[:, reading].tolist() == [[12, 7, 5]]


def test_a_window_without_days_counts_nothing() -> None:
    spans = spans_of(np.zeros((1, 3, 4)))
    ((weights, reading),) = spans.readings
    assert weights.of(np.zeros((2, 0)))[:, reading].tolist() == [[0, 0, 0], [0, 0, 0]]
