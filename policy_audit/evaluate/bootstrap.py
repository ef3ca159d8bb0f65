"""How far the figures could lie from the truth with so few cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from policy_audit.evaluate.figures import Array, number

DRAWS = 1000
SEED = 20250128
#: The share of draws between the ends of an interval, in percent.
LEVEL = 95
#: Draws measured at once, so that memory stays small with many cases.
_CHUNK = 250

Measure = Callable[[Array], Mapping[str, Array]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its 95 % interval; ``None`` where there was nothing to measure."""

    value: float | None
    low: float | None = None
    high: float | None = None


def resamples(cases: int, draws: int = DRAWS, seed: int = SEED) -> Array:
    """How often each case is drawn when as many are drawn with replacement, (draws, cases)."""
    # Of numpy's generators, only this one promises the same numbers in every version.
    drawn = np.random.RandomState(seed).randint(cases, size=(draws, cases))
    return np.stack([np.bincount(draw, minlength=cases) for draw in drawn]).astype(np.float64)


def with_intervals(measure: Measure, cases: int) -> dict[str, Figure]:
    """Each figure of ``measure`` with the interval that resampling whole cases gives.

    Cases are drawn whole because the requirements of one document are not independent. ``cases``
    is at least 1.
    """
    points = measure(np.ones((1, cases)))
    weights = resamples(cases)
    chunks = [measure(weights[start : start + _CHUNK]) for start in range(0, len(weights), _CHUNK)]
    return {
        name: interval(number(point[0]), np.concatenate([chunk[name] for chunk in chunks]))
        for name, point in points.items()
    }


def interval(value: float | None, draws: Array) -> Figure:
    """``value`` with the percentile interval of the draws in which there was something to measure.

    Some figures are biased in resamples (a calibration error only grows), so that the percentiles
    may lie to one side of the figure itself: the interval is then widened to hold it.
    """
    measured = draws[~np.isnan(draws)]
    if value is None or not len(measured):
        return Figure(value)
    tail = (100 - LEVEL) / 2
    low, high = np.percentile(measured, [tail, 100 - tail])
    return Figure(value, min(value, float(low)), max(value, float(high)))
