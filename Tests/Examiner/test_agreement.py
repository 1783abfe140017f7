"""The figures of `make examine`, on numbers that can be checked by hand, and the held set's own form."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import agreement  # noqa: E402
import examine  # noqa: E402
from held_set import load  # noqa: E402
from injections import INJECTIONS, UNLISTED  # noqa: E402


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
    assert len(INJECTIONS) >= 25 and len(UNLISTED) >= 12


def test_every_kind_of_answer_is_in_the_held_set():
    answers = load()
    tasks = {answer.task for answer in answers}
    assert tasks == {"TASK_1", "TASK_2", "PART_1", "PART_2", "PART_3"}
    task_1 = [answer for answer in answers if answer.task == "TASK_1"]
    for word in ("letter", "table"):
        levels = [answer.overall for answer in task_1 if word in answer.question.lower()]
        assert len(levels) >= 4 and max(levels) - min(levels) >= 3
    # Length is not all: full ones at several levels, and no short one whose task is marked as done.
    words = {answer.name: len(answer.text.split()) for answer in answers}
    full = [answer.overall for answer in answers if answer.task == "TASK_2" and words[answer.name] >= 250]
    assert min(full) <= 5 and max(full) >= 8 and len(set(full)) >= 4
    for answer in answers:
        if answer.task == "TASK_2" and words[answer.name] < 150:
            assert answer.bands[0] <= 5.5, answer.name


def test_the_report_is_a_table_by_criterion_and_a_plot(tmp_path):
    pairs = {"writing task": [(5.0, 5.0), (7.0, 6.0)], "overall": [(5.0, 5.5), (7.0, 6.5), (7.0, 6.5)]}
    target = tmp_path / "examiner.svg"
    text = examine.report(pairs, pairs["overall"], 0.0123, "the stand-in", target)
    assert [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")][1:] == [
        "writing task", "overall"
    ]  # fmt: skip
    assert "| writing task | 2 | 50% | 50% | -0.50 |" in text and "0.0123" in text and str(target) in text
    plot = ElementTree.fromstring(target.read_text())
    radii = [float(dot.get("r")) for dot in plot.iter("{http://www.w3.org/2000/svg}circle")]
    assert len(radii) == 2 and radii[0] < radii[1]
