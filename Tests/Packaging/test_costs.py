"""The table of costs in docs/deploy.md is the one that the price table gives."""

from decimal import Decimal

import costs
import pytest
from places import REPOSITORY


def test_the_guide_shows_what_the_price_table_gives():
    table = costs.table(costs.DEFAULT_MODEL, costs.PRICES.read_text())
    assert table in (REPOSITORY / "docs" / "deploy.md").read_text()


def test_prices_are_read_from_the_swift_table():
    swift = '''
        "cheap": [
            Entry(.prices(.thousandths(text: 300, audio: 1000, cachedText: 30, output: 2500))),
            Entry(since: later, .prices(.thousandths(text: 1, output: 1))),
        ],
        "dear": [Entry(.prices(.thousandths(text: 2000, output: 10_000)))],
    '''
    assert costs.prices("cheap", swift) == costs.Prices(Decimal("0.3"), Decimal(1), Decimal("2.5"))
    assert costs.prices("dear", swift) == costs.Prices(Decimal(2), Decimal(2), Decimal(10))
    with pytest.raises(SystemExit, match="no price of its own"):
        costs.prices("other", swift)


def test_what_the_models_cost_agrees_with_the_records_of_the_demonstration():
    """`estimated_cost` of the same three samples, as the functions computed it."""
    source = costs.PRICES.read_text()
    gemini, titan = costs.prices(costs.DEFAULT_MODEL, source), costs.prices(costs.TITAN_CONSTANT, source)
    found = [round(costs.models_cost(job, gemini, titan), 6) for job in costs.JOBS]
    assert found == [Decimal("0.001962"), Decimal("0.003461"), Decimal("0.005953")]
