"""All ratios of a run as one picture."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402

from .figures import Section  # noqa: E402

_COLOURS = ("#2a6f97", "#b5651d", "#4f772d", "#8d4a8f", "#7a7a7a")


def draw(sections: list[Section], file: Path) -> None:
    """A bar a row, from 1 to its ratio, on a logarithmic axis; whiskers for the quartiles, a mark for the aim."""
    # The same run gives the same file: no date in it, and ids that don't change.
    matplotlib.rcParams.update({"svg.hashsalt": "bandup", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 8})
    bars = [
        (row, ratio, colour)
        for section, colour in zip(sections, _COLOURS, strict=False)
        for row in section.rows
        if (ratio := row.ratio) is not None
    ]
    figure, axes = pyplot.subplots(figsize=(9, 0.24 * len(bars) + 1))
    axes.set_xscale("log")
    for place, (row, ratio, colour) in enumerate(bars):
        axes.barh(place, ratio.median - 1, left=1, height=0.7, color=colour)
        axes.plot([ratio.low, ratio.high], [place, place], color="#222222", linewidth=1)
        if row.aim is not None and row.aim.is_ratio:
            axes.plot([row.aim.limit] * 2, [place - 0.45, place + 0.45], color="#c1121f", linewidth=1.5)
    axes.axvline(1, color="#222222", linewidth=0.8)
    axes.set_yticks(range(len(bars)), [f"{row.what}  |  {row.beside}" for row, _, _ in bars])
    axes.invert_yaxis()
    axes.set_xlabel("times the reference (medians, quartiles as whiskers; red: the aim)")
    axes.grid(axis="x", which="both", linewidth=0.3)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
