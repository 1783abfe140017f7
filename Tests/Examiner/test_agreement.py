"""The figures of `make examine`, on numbers that can be checked by hand, and the held set's own form."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import agreement  # noqa: E402
from held_set import load  # noqa: E402
from injections import INJECTIONS  # noqa: E402


def test_full_agreement():
    found = agreement.of([(5.0, 5.0), (7.0, 7.0)])
    assert (found.exact, found.within_half, found.bias, found.kappa) == (1, 1, 0, 1)


def test_chance_and_opposite():
    assert agreement.quadratic_weighted_kappa([(4, 4), (4, 6), (6, 4), (6, 6)]) == pytest.approx(0)
    assert agreement.quadratic_weighted_kappa([(4, 6), (6, 4)]) == pytest.approx(-1)
    assert agreement.quadratic_weighted_kappa([(4, 4), (4, 4)]) is None


def test_half_a_band_and_bias():
    found = agreement.of([(5, 5.5), (6, 7), (7, 7), (8, 7.5)])
    assert found.exact == 0.25 and found.within_half == 0.75
    assert found.bias == pytest.approx(0.25)


def test_the_held_set_is_whole():
    answers = load()
    assert len(answers) >= 40 and len({answer.name for answer in answers}) == len(answers)
    for answer in answers:
        assert len(answer.bands) == 4 and answer.reason and answer.text and answer.question
        assert all(band is None or band * 2 == int(band * 2) for band in answer.bands)
    levels = {answer.overall for answer in answers}
    assert min(levels) <= 2.5 and max(levels) >= 8 and len(levels) >= 10
    assert len(INJECTIONS) >= 25
