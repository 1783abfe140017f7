"""The metrics that the Swift code declares, read off its sources: `Metric("ModelLatency", .milliseconds, by: .model)`."""

import re

from . import paths

_DECLARED = re.compile(r"""\bMetric\("(\w+)"(?:, \.(\w+))?(?:, by: \.(\w+))?\)""")


def all_metrics() -> list[dict]:
    """Each with its name, CloudWatch's unit and its dimensions, as often as it is declared."""
    sources = "\n".join(path.read_text() for path in sorted((paths.REPOSITORY / "Sources").rglob("*.swift")))
    return [
        {
            "name": name,
            "unit": (unit or "count").capitalize(),
            "dimensions": ["Function"] + ([by.capitalize()] if by else []),
        }
        for name, unit, by in _DECLARED.findall(sources)
    ]
