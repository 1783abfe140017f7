"""All ratios of a run as one picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot, ticker  # noqa: E402

from .figures import Row, Section, Spread  # noqa: E402

_OURS, _AIM, _INK = "#2a6f97", "#c1121f", "#222222"
_WIDEST_LINEAR = 20
"""Beyond this factor between the smallest and the largest ratio of a section its axis is logarithmic."""

_Bar = tuple[Row, Spread]


def draw(sections: list[Section], file: Path) -> None:
    """A panel a section and a bar a row, from 1 to its ratio; whiskers for the quartiles, a mark for the aim."""
    # The same run gives the same file: no date in it, and ids that don't change. Text stays text.
    matplotlib.rcParams.update({"svg.hashsalt": "bandup", "svg.fonttype": "none", "font.size": 8})
    panels = [
        (section.title, [(row, ratio) for row in section.rows if (ratio := row.ratio) is not None])
        for section in sections
    ]
    figure, axes = pyplot.subplots(
        len(panels), squeeze=False, layout="constrained", height_ratios=[len(bars) + 2 for _, bars in panels],
        figsize=(9, sum(0.2 * len(bars) + 0.55 for _, bars in panels)),
    )  # fmt: skip
    for (title, bars), (panel,) in zip(panels, axes, strict=True):
        _draw_panel(panel, title, bars)
    figure.supxlabel("times the reference: medians, quartiles as whiskers, red for the aim")
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)


def _draw_panel(axes: Any, title: str, bars: list[_Bar]) -> None:
    for place, (row, ratio) in enumerate(bars):
        axes.barh(place, ratio.median - 1, left=1, height=0.7, color=_OURS)
        axes.plot([ratio.low, ratio.high], [place, place], color=_INK, linewidth=1)
        if row.aim is not None and row.aim.is_ratio:
            axes.plot([row.aim.limit] * 2, [place - 0.45, place + 0.45], color=_AIM, linewidth=1.5)
    medians = [ratio.median for _, ratio in bars]
    if max(medians) > _WIDEST_LINEAR * min(medians):
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    axes.axvline(1, color=_INK, linewidth=0.8)
    axes.set_title(title, loc="left")
    axes.set_yticks(range(len(bars)), [f"{row.what}  |  {row.beside}" for row, _ in bars])
    axes.invert_yaxis()
    axes.grid(axis="x", linewidth=0.3)
