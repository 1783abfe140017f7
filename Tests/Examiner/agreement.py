"""How near bands are to the intended ones: exact, within half a band, quadratic weighted kappa; a table and a plot."""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[float, float]
"""Intended and given."""


@dataclass(frozen=True)
class Agreement:
    count: int
    exact: float
    within_half: float
    bias: float
    """Mean of given less intended: above 0 is too generous."""
    kappa: float | None


def of(pairs: list[Pair]) -> Agreement:
    count = len(pairs)
    off = [given - intended for intended, given in pairs]
    return Agreement(
        count,
        sum(difference == 0 for difference in off) / count,
        sum(abs(difference) <= 0.5 for difference in off) / count,
        sum(off) / count,
        quadratic_weighted_kappa(pairs),
    )


def quadratic_weighted_kappa(pairs: list[Pair]) -> float | None:
    """1 less the mean squared difference over the one that would be expected if the two sides were independent.

    None where one side gives the same band to all, so that nothing can be expected of chance.
    """
    observed = sum((intended - given) ** 2 for intended, given in pairs) / len(pairs)
    expected = sum((intended - given) ** 2 for intended, _ in pairs for _, given in pairs) / len(pairs) ** 2
    return None if expected == 0 else 1 - observed / expected


def table(by_criterion: dict[str, list[Pair]]) -> str:
    lines = ["| criterion | answers | exact | within 0.5 | bias | QWK |", "|---|---|---|---|---|---|"]
    for name, pairs in by_criterion.items():
        if not pairs:
            continue
        found = of(pairs)
        kappa = "-" if found.kappa is None else f"{found.kappa:.2f}"
        lines.append(
            f"| {name} | {found.count} | {found.exact:.0%} | {found.within_half:.0%} | {found.bias:+.2f} | {kappa} |"
        )
    return "\n".join(lines)


def plot(pairs: list[Pair], title: str) -> str:
    """Intended band across, given band up, as an SVG; the size of a dot is how many answers it stands for."""
    side, margin = 360, 48
    unit = (side - 2 * margin) / 9

    def x(band: float) -> float:
        return margin + band * unit

    def y(band: float) -> float:
        return side - margin - band * unit

    half = 0.5 * unit
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" font-family="sans-serif" font-size="11">',
        f'<rect width="{side}" height="{side}" fill="#fff"/>',
        f'<text x="{side / 2}" y="24" text-anchor="middle">{title}</text>',
        f'<polygon points="{x(0)},{y(0) - half} {x(9)},{y(9) - half} {x(9)},{y(9) + half} {x(0)},{y(0) + half}" '
        'fill="#dfe9f5"/>',
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(9)}" y2="{y(9)}" stroke="#888"/>',
    ]
    for band in range(10):
        parts.append(f'<text x="{x(band)}" y="{side - margin + 16}" text-anchor="middle">{band}</text>')
        parts.append(f'<text x="{margin - 10}" y="{y(band) + 4}" text-anchor="end">{band}</text>')
    for pair in sorted(set(pairs)):
        radius = 2 + 2 * pairs.count(pair) ** 0.5
        parts.append(
            f'<circle cx="{x(pair[0]):.1f}" cy="{y(pair[1]):.1f}" r="{radius:.1f}" fill="#2b5d9b" fill-opacity="0.7"/>'
        )
    parts.append(f'<text x="{side / 2}" y="{side - 10}" text-anchor="middle">intended overall band</text>')
    parts.append(f'<text x="14" y="{side / 2}" transform="rotate(-90 14 {side / 2})" text-anchor="middle">given</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
