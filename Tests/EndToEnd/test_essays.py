"""Essays as people send them: pasted from editors, without spaces, in fancy letters, and as good as can be."""

import json
import sys
from pathlib import Path

import pytest
from checks import assert_error, assert_failed
from bandup_local.subjects import WRITING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Examiner"))

from held_set import load  # noqa: E402

HELD = {answer.name: answer for answer in load()}
GOOD = HELD["w07"]
CATEGORIES = "table tennis and musical performances in Melbourne"
REPORT = (
    f"The line graph sets out how many residents paid to watch {CATEGORIES} between 1975 and 2005. Broadly, "
    f"{CATEGORIES} "
    f"moved in opposite directions until the mid-1990s, after which both levelled off. In the opening year "
    f"{CATEGORIES} "
    "stood far apart, the former attracting barely a tenth of the audience that the latter enjoyed.\n\n"
    f"Over the following decade, however, interest in {CATEGORIES} began to converge, as ticket sales for the sport "
    f"trebled while concert halls emptied. By 1990 figures for {CATEGORIES} had crossed, a turning point which "
    f"the graph "
    f"shows with unusual clarity. What followed was brief: enthusiasm for {CATEGORIES} peaked within three "
    f"years of each "
    f"other and then subsided. No comparable swing is visible after 1997, when attendance at {CATEGORIES} "
    f"settled at eight "
    "and eleven thousand respectively.\n\n"
    f"Taken together, the data suggest that whatever drew spectators to {CATEGORIES} at first, loyalty to "
    f"either proved "
    "fleeting."
)
FORMULAIC = " ".join(
    f"In {city} the proportion of commuters who travelled to their offices by train rose from {11 + i} to "
    f"{20 + 3 * i} "
    "per cent."
    for i, city in enumerate(["London", "Paris", "Rome", "Madrid", "Vienna", "Oslo", "Athens", "Dublin", "Prague"])
)
WITHDRAWN = (
    "The answer could not be marked reliably: parts of it got very different marks. Take out whatever does not "
    "answer the "
    "question and send it again."
)


def shifted(text, capitals, smalls):
    """In the letters of another block of Unicode."""

    def letter(char):
        if "A" <= char <= "Z":
            return chr(capitals + ord(char) - ord("A"))
        return chr(smalls + ord(char) - ord("a")) if "a" <= char <= "z" else char

    return "".join(map(letter, text))


def nines(standin):
    standin.script({"match": {"service": "gemini"}, "action": {"everywhere": {"band": 9}}, "times": None})


def codes(result):
    return {warning["code"] for warning in result["warnings"]}


def pasted(text):
    paragraphs = [part.replace(" ", "&nbsp;", 3) for part in text.split("\n\n")]
    return "".join(f'<p style="margin: 0cm">{part}</p>' for part in paragraphs)


def wrapped(text, width=70):
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) > width and "\n" not in line[-2:]:
            lines.append(line.rstrip())
            line = ""
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


@pytest.mark.parametrize(
    "text",
    [
        GOOD.text, pasted(GOOD.text), GOOD.text.replace(". ", ".").replace(", ", ","),
        shifted(GOOD.text, 0xFF21, 0xFF41), shifted(GOOD.text, 0x1D400, 0x1D41A), wrapped(GOOD.text),
        GOOD.text.replace(" ", "\u00a0"), GOOD.text.replace(" ", "\u200b"),
    ],
    ids=["as typed", "an editor's HTML", "no space behind stops", "full width", "mathematical", "broken lines",
         "no-break spaces", "zero-width spaces"],
)  # fmt: skip
def test_an_essay_is_counted_and_marked_as_a_reader_sees_it(submit, job, standin, text):
    usual = submit(WRITING, job(WRITING, essay_content=GOOD.text, task_prompt=GOOD.question)).json()
    assert "under_length" not in codes(usual)
    standin.reset()
    nines(standin)
    answer = submit(WRITING, job(WRITING, essay_content=text, task_prompt=GOOD.question))
    assert answer.status_code == 200, answer.text
    result = answer.json()
    assert result["word_count"] == usual["word_count"]
    assert result["overall_band"] == 9 and codes(result) <= codes(usual) | {"quotes_dropped"}
    assert len(standin.calls("gemini")) == 3


def test_a_report_that_names_its_categories_in_every_sentence_gets_the_best_marks(submit, job, standin):
    nines(standin)
    answer = submit(WRITING, job(WRITING, essay_content=REPORT, task_type="TASK_1", task_prompt=None))
    assert answer.status_code == 200, answer.text
    assert answer.json()["overall_band"] == 9
    assert answer.json()["confidence"]["level"] == "high"


def test_where_everything_is_said_twice_the_bands_have_low_confidence(submit, job, standin):
    nines(standin)
    answer = submit(WRITING, job(WRITING, essay_content=FORMULAIC, task_type="TASK_1", task_prompt=None))
    assert answer.status_code == 200, answer.text
    assert answer.json()["confidence"]["level"] == "low" and "low_confidence" in codes(answer.json())


def test_a_refusal_that_was_wrong_can_be_tried_again(submit, job, standin, raw_record, stack, dynamodb):
    standin.script({"action": {"block_reason": "SAFETY"}})
    body = job(WRITING)
    assert_error(submit(WRITING, body), 422, "unprocessable")
    dynamodb.update_item(
        TableName=stack.table(WRITING.function),
        Key={"evaluation_id": {"S": body["session_id"]}, "user_id": {"S": body["user_id"]}},
        UpdateExpression="SET error_message = :text", ExpressionAttributeValues={":text": {"S": WITHDRAWN}},
    )  # fmt: skip
    assert submit(WRITING, body).status_code == 200
    assert raw_record(WRITING, body)["status"] == {"S": "completed"}


def test_a_refusal_of_today_is_final(submit, job, standin, raw_record):
    standin.script({"action": {"everywhere": {"band": 9}}}, {"action": {"everywhere": {"band": 5}}, "times": 2})
    body = job(WRITING, essay_content=GOOD.text, task_prompt=GOOD.question)
    answer = submit(WRITING, body)
    assert_error(answer, 422, "unprocessable")
    assert "different marks" not in answer.text
    assert_error(submit(WRITING, body), 422, "unprocessable")
    assert_failed(WRITING, raw_record(WRITING, body), "unprocessable")
    assert len(standin.calls("gemini")) == 3


def test_notes_are_english_and_marked_by_the_model(submit, job, standin):
    notes = (
        "Advantages: cheaper travel, less pollution, healthier citizens, quieter streets. Disadvantages: longer "
        "journeys, "
        "crowded buses, higher taxes, angry drivers. Solution: better trains, safer cycling lanes."
    )
    result = submit(WRITING, job(WRITING, essay_content=notes)).json()
    assert result["model_used"].startswith("gemini-") and "not_english" not in codes(result)
    assert len(standin.calls("gemini")) == 1


def test_an_essay_of_markup_alone_has_no_words(submit, job, standin):
    answer = submit(WRITING, job(WRITING, essay_content="<p>&nbsp;</p><p><br></p>"))
    assert_error(answer, 400, "invalid_request", "essay_content")
    assert not standin.calls("gemini")


def test_joiners_of_persian_and_hindi_reach_the_model(submit, job, standin):
    words = "می\u200cروم क्\u200dष"
    assert submit(WRITING, job(WRITING, essay_content=f"{GOOD.text} We say {words} at home.")).status_code == 200
    assert words in json.dumps(standin.calls("gemini")[0]["body"], ensure_ascii=False)
