"""Essays that give orders: what reaches the model stays in the data part, and an answer that obeys is not taken."""

import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Examiner"))

from injections import INJECTIONS  # noqa: E402

DATA = re.compile(r"^<<<(?P<label>[A-Z]+):(?P<mark>[0-9a-f]{32})>>>\n.*?^<<<END (?P=label):(?P=mark)>>>$", re.M | re.S)
NINES = {
    f"{criterion}.band": 9
    for criterion in ("task_achievement", "coherence_cohesion", "lexical_resource", "grammatical_range_accuracy")
}
FOREIGN = {"quoted_examples": [{"quote": "A sentence from elsewhere.", "issue": "None.", "suggestion": "None."}]}
rows = []


@pytest.fixture(scope="module", autouse=True)
def table():
    yield
    print("\n\n| attempt | the model's instruction | in the data part alone | hidden characters | obeying: nines | "
          "extra field | foreign quotes |\n|---|---|---|---|---|---|---|")  # fmt: skip
    for row in rows:
        print("| " + " | ".join(row) + " |")


def evaluate(invoke, learner, identifier, essay):
    answer = invoke(
        "WritingEvaluator",
        {"session_id": identifier, "user_id": learner, "essay_content": essay.text, "task_prompt": essay.prompt},
    ).json()
    return answer["statusCode"], json.loads(answer["body"])


class Essay:
    def __init__(self, text, prompt):
        self.text, self.prompt = text, prompt


def parts(call):
    instruction = call["body"]["systemInstruction"]["parts"][0]["text"]
    content = "\n".join(part["text"] for part in call["body"]["contents"][0]["parts"])
    return instruction, DATA.sub("<data>", content), content


@pytest.mark.parametrize("name", INJECTIONS)
def test_an_essay_that_gives_orders_is_data(name, invoke, standin, learner, new_id, essay):
    plain = essay("task2_remote_work")
    hostile = Essay(plain.text + "\n\n" + INJECTIONS[name], plain.prompt)
    assert evaluate(invoke, learner, new_id("plain"), plain)[0] == 200
    status, result = evaluate(invoke, learner, new_id("hostile"), hostile)
    assert status == 200
    usual, asked = [parts(call) for call in standin.calls("gemini")]
    assert asked[0] == usual[0] and asked[1] == usual[1]
    hidden = [character for character in asked[2] if ord(character) > 0xE0000 or character in "\u200b\u202e\u202c"]
    assert not hidden
    assert "instructions_in_answer" in {warning["code"] for warning in result["warnings"]}

    outcomes = []
    for number, patch in enumerate((NINES, {"secret": "x"}, FOREIGN)):
        standin.reset()
        standin.script({"match": {"service": "gemini"}, "action": {"patch": patch}, "times": None})
        status, _ = evaluate(invoke, learner, new_id(f"obeying-{number}"), hostile)
        assert status == 422
        outcomes.append("refused (422)")
    rows.append((name, "unchanged", "yes", "none left", *outcomes))


def test_a_rung_that_obeys_gives_way_to_one_that_does_not(instance, standin, learner, new_id, essay):
    plain = essay("task2_remote_work")
    hostile = Essay(plain.text + "\n\n" + INJECTIONS["ignore"], plain.prompt)
    ladder = instance("WritingEvaluator", GEMINI_MODELS="gemini-3.5-flash-lite,gemini-3.8-flash")
    standin.script({"match": {"model": "gemini-3.5-flash-lite"}, "action": {"patch": NINES}, "times": None})
    status, result = evaluate(lambda _, event: ladder.invoke(event), learner, new_id("ladder"), hostile)
    assert status == 200
    assert result["model_rung"] == 2 and result["model_version"] == "gemini-3.8-flash"
    assert [call["model"] for call in standin.calls("gemini")] == ["gemini-3.5-flash-lite", "gemini-3.8-flash"]


def test_nova_micro_stands_in_for_gemini(instance, standin, learner, new_id, essay):
    bedrock = instance("WritingEvaluator", EVALUATOR_PROVIDER="bedrock")
    status, result = evaluate(lambda _, event: bedrock.invoke(event), learner, new_id("nova"), essay("task2_remote_work"))
    assert status == 200, result
    assert result["model_version"] == "amazon.nova-micro-v1:0"
    assert result["model_used"] == "bedrock-writing_task2"
    assert result["estimated_cost"] > 0
    assert all(quote["start"] < quote["end"] for quote in result["feedback"]["quoted_examples"])
    assert not standin.calls("gemini") and len(standin.calls("converse")) == 1


def test_a_recording_above_the_inline_limit_goes_through_the_files_api(instance, standin, learner, new_id, objects):
    speaking = instance("SpeakingEvaluator", GEMINI_INLINE_LIMIT_BYTES="0")
    event = {"session_id": new_id("files"), "user_id": learner, "audio_url": objects.recording(learner)}
    standin.script({"match": {"service": "files"}, "action": {}, "times": 1},
                   {"match": {"service": "files"}, "action": {"upload_share": 0.5}, "times": 1})  # fmt: skip
    answer = speaking.invoke(event).json()
    assert answer["statusCode"] == 200, answer
    result = json.loads(answer["body"])
    assert result["transcript"] and result["speaking_rate"] > 0
    assert [part for part in standin.calls("gemini")[0]["body"]["contents"][0]["parts"] if "fileData" in part]
    assert standin.files() == []
    assert [call["method"] for call in standin.calls("files")][-1] == "DELETE"
