"""The Gemini stand-in: as strict as the API, and answering from what it got."""

import base64
import io
import json
import math
import struct
import time
import wave

import av
import pytest
import requests
from bandup_local import identity, samples

MODEL = "gemini-3.5-flash-lite"
KEY = {"x-goog-api-key": identity.GEMINI_API_KEY}
BAND = {"type": "number", "minimum": 0, "maximum": 9}
SCHEMA = {
    "type": "object",
    "required": ["quoted_examples", "lexical_resource"],
    "properties": {
        "lexical_resource": {
            "type": "object",
            "required": ["band", "feedback"],
            "properties": {"band": BAND, "feedback": {"type": "string"}},
        },
        "quoted_examples": {
            "type": "array",
            "minItems": 2,
            "maxItems": 4,
            "items": {
                "type": "object",
                "required": ["quote", "issue", "suggestion"],
                "properties": {name: {"type": "string"} for name in ("quote", "issue", "suggestion")},
            },
        },
        "level": {"type": "string", "enum": ["low", "high"]},
    },
}


def marked(name, text):
    return f"<<<{name}:5f3a>>>\n{text}\n<<<END {name}:5f3a>>>"


def request(*texts, schema=None, parts=(), **config):
    if schema is not None:
        config |= {"responseMimeType": "application/json", "responseJsonSchema": schema}
    parts = [{"text": text} for text in texts] + list(parts)
    return {"contents": [{"role": "user", "parts": parts}], "generationConfig": config}


def post(standin, document, model=MODEL, headers=KEY):
    return requests.post(f"{standin.url}/v1beta/models/{model}:generateContent", json=document, headers=headers)


def answer(standin, document, **options):
    response = post(standin, document, **options)
    assert response.status_code == 200, response.text
    return response.json()


def instance(standin, document, **options):
    return json.loads(answer(standin, document, **options)["candidates"][0]["content"]["parts"][0]["text"])


def refusal(standin, document, **options):
    response = post(standin, document, **options)
    return response.status_code, response.json()["error"]["status"], response.json()["error"]["message"]


def recording(seconds=2.0, loud=True):
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        count = int(seconds * 8000)
        out.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(n / 5)) if loud else 0) for n in range(count)))
    return buffer.getvalue()


def inline(content, mime_type="audio/wav"):
    return {"inlineData": {"mimeType": mime_type, "data": base64.b64encode(content).decode()}}


@pytest.mark.parametrize(
    "change, message",
    [
        ({"foo": 1}, 'Unknown name "foo": Cannot find field.'),
        ({"generationConfig": {"foo": 1}}, "Unknown name \"foo\" at 'generation_config'"),
        ({"generationConfig": {"temperature": "hot"}}, "Invalid value at 'generation_config.temperature' (TYPE_FLOAT)"),
        ({"contents": []}, "contents is not specified"),
        ({"contents": [{"parts": []}]}, "parts must not be empty"),
        ({"contents": [{"parts": [{}]}]}, "must have one initialized field"),
        ({"contents": [{"role": "learner", "parts": [{"text": "a"}]}]}, "valid role"),
        ({"contents": [{"role": "model", "parts": [{"text": "a"}]}]}, "role model"),
        ({"safetySettings": [{"category": "HARM_CATEGORY_BAD_TASTE"}]}, "HarmCategory"),
        ({"generationConfig": {"maxOutputTokens": 65537}}, "supported range"),
        ({"generationConfig": {"presencePenalty": 0.5}}, "presencePenalty is not supported"),
        ({"generationConfig": {"candidateCount": 1}}, "candidateCount is not supported"),
        ({"generationConfig": {"responseMimeType": "text/html"}}, "mime type"),
        ({"generationConfig": {"thinkingConfig": {"thinkingLevel": "LOW", "thinkingBudget": 0}}}, "only set one"),
        ({"generationConfig": {"thinkingConfig": {"thinkingLevel": "XHIGH"}}}, "not supported"),
        ({"generationConfig": {"thinkingConfig": {"thinkingLevel": "SOME"}}}, "ThinkingLevel"),
    ],
)
def test_what_the_api_refuses_is_refused(standin, change, message):
    code, status, text = refusal(standin, request("hello") | change)
    assert (code, status) == (400, "INVALID_ARGUMENT")
    assert message in text


def test_names_in_snake_case_are_taken_too(standin):
    document = request("hello") | {"system_instruction": {"parts": [{"text": "Be brief."}]}}
    document["generation_config"] = document.pop("generationConfig") | {"max_output_tokens": 100}
    assert answer(standin, document)["candidates"][0]["finishReason"] == "STOP"


def test_a_wrong_key_is_a_400_with_error_info(standin):
    response = post(standin, request("hello"), headers={"x-goog-api-key": "wrong"})
    assert response.status_code == 400
    assert response.json()["error"]["details"][0]["reason"] == "API_KEY_INVALID"


def test_no_key_is_a_403(standin):
    assert refusal(standin, request("hello"), headers={})[:2] == (403, "PERMISSION_DENIED")


def test_a_key_in_the_url_is_noted(standin):
    url = f"{standin.url}/v1beta/models/{MODEL}:generateContent?key={identity.GEMINI_API_KEY}"
    assert requests.post(url, json=request("hello")).status_code == 200
    call = standin.calls("gemini")[0]
    assert call["key_in"] == "query"
    assert identity.GEMINI_API_KEY not in json.dumps(call)


@pytest.mark.parametrize("model", ["gemini-2.0-flash", "gemini-2.0-flash-lite", "gemini-9"])
def test_a_retired_or_unknown_model_is_a_404(standin, model):
    assert refusal(standin, request("hello"), model=model)[:2] == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    "model, thinking, accepted",
    [
        ("gemini-2.5-flash", {"thinkingBudget": 0}, True),
        ("gemini-2.5-flash", {"thinkingLevel": "LOW"}, False),
        ("gemini-2.5-flash-lite", {"thinkingBudget": 100}, False),
        ("gemini-2.5-flash", {"thinkingBudget": 30000}, False),
        ("gemini-3.5-flash-lite", {"thinkingLevel": "MINIMAL"}, True),
        ("gemini-3.8-flash", {"thinkingLevel": "MINIMAL"}, False),
        ("gemini-3.8-flash", {"thinkingLevel": "LOW"}, True),
        ("gemini-4-argon", {"thinkingBudget": 100}, False),
    ],
)
def test_each_model_has_its_own_way_to_think(standin, model, thinking, accepted):
    response = post(standin, request("hello", thinkingConfig=thinking), model=model)
    assert (response.status_code == 200) == accepted, response.text


def test_temperature_is_checked_where_it_counts_and_ignored_where_not(standin):
    assert post(standin, request("hello", temperature=3), model="gemini-2.5-flash").status_code == 400
    assert post(standin, request("hello", temperature=3), model=MODEL).status_code == 200


def test_a_routed_model_names_its_successor(standin):
    assert answer(standin, request("hello"), model="gemini-3.5-flash")["modelVersion"] == "gemini-3.6-flash"


@pytest.mark.parametrize(
    "schema, message",
    [
        ({"type": "string", "pattern": "a+"}, "pattern"),
        ({"type": "string", "minLength": 1}, "minLength"),
        ({"type": "object", "properties": {}, "required": ["a"]}, "not defined"),
        ({"type": "text"}, "unknown type"),
        ({"type": "array"}, "items"),
        ({"$ref": "#/$defs/missing"}, "resolved"),
        ({"type": "string", "enum": [True]}, "enum"),
        ({"type": "object", "properties": {"a": {"type": "string", "const": "b"}}}, "const"),
    ],
)
def test_schema_keywords_that_the_api_does_not_know_are_refused(standin, schema, message):
    code, status, text = refusal(standin, request("hello", schema=schema))
    assert (code, status) == (400, "INVALID_ARGUMENT")
    assert message in text


def test_a_schema_needs_the_json_mime_type(standin):
    assert post(standin, request("hello", responseJsonSchema={"type": "string"})).status_code == 400


def test_both_kinds_of_schema_at_once_are_refused(standin):
    document = request("hello", schema={"type": "string"}, responseSchema={"type": "STRING"})
    assert "Only one" in refusal(standin, document)[2]


def test_an_openapi_schema_is_honoured_too(standin):
    openapi = {
        "type": "OBJECT",
        "properties": {"overall_band": {"type": "NUMBER", "minimum": 0, "maximum": 9}, "note": {"type": "STRING"}},
        "required": ["overall_band"],
    }
    document = request("hello", responseMimeType="application/json", responseSchema=openapi)
    found = instance(standin, document)
    assert set(found) == {"overall_band", "note"}


def evaluation(standin, name):
    essay = samples.essay(name)
    document = request(f"Task 2\n{marked('TASK', essay.prompt)}\n{marked('ESSAY', essay.text)}", schema=SCHEMA)
    return essay.text, instance(standin, document)


def test_an_evaluation_fits_its_schema_and_says_who_wrote_it(standin):
    text, found = evaluation(standin, "task2_remote_work")
    assert list(found) == ["quoted_examples", "lexical_resource", "level"]
    assert found["lexical_resource"]["feedback"].startswith("[stand-in]")
    assert found["level"] in ("low", "high")
    assert 2 <= len(found["quoted_examples"]) <= 4
    for example in found["quoted_examples"]:
        assert example["quote"] and example["quote"] in text
        assert example["issue"].startswith("[stand-in]")


def test_bands_depend_on_the_essay(standin):
    _, good = evaluation(standin, "task2_remote_work")
    poor = request(marked("ESSAY", "I like work. Work is good. I like work. " * 9), schema=SCHEMA)
    assert good["lexical_resource"]["band"] > instance(standin, poor)["lexical_resource"]["band"] + 1


def test_instructions_outside_the_markers_are_not_the_essay(standin):
    _, found = evaluation(standin, "task1_water_use")
    essay = marked("ESSAY", "Only these few words are mine.")
    longer = request("Write the longest feedback. " * 200, essay, schema=SCHEMA)
    quotes = {example["quote"] for example in instance(standin, longer)["quoted_examples"]}
    assert quotes == {"Only these few words are mine."}
    assert found["quoted_examples"][0]["quote"] not in quotes


CARDS = {
    "type": "object",
    "required": ["flashcards"],
    "properties": {
        "flashcards": {
            "type": "array",
            "minItems": 4,
            "maxItems": 4,
            "items": {
                "type": "object",
                "required": ["question", "answer", "type", "difficulty", "source_chunk"],
                "properties": {
                    "question": {"type": "string"},
                    "answer": {"type": "string"},
                    "type": {"type": "string", "enum": ["DEFINITION", "VOCABULARY"]},
                    "difficulty": {"type": "string", "enum": ["EASY", "MEDIUM", "HARD"]},
                    "source_chunk": {"type": "integer"},
                },
            },
        }
    },
}
SENTENCES = {
    3: "The heron waits without moving in the shallow water. Its patience is older than the reeds.",
    7: "A lighthouse keeper cleans the lantern every morning. The brass fittings must never become dull.",
}


@pytest.mark.parametrize(
    "chunk",
    [
        "<<<CHUNK {0}:ab1>>>\n{1}\n<<<END CHUNK {0}:ab1>>>",
        "Chunk {0}, page 2\n<<<CHUNK:ab1>>>\n{1}\n<<<END CHUNK:ab1>>>",
    ],
)
def test_cards_come_from_the_chunks_and_name_them(standin, chunk):
    prompt = "Difficulty: HARD\n" + "\n".join(chunk.format(number, text) for number, text in SENTENCES.items())
    cards = instance(standin, request(prompt, schema=CARDS))["flashcards"]
    assert len({card["question"] for card in cards}) == 4
    assert {card["source_chunk"] for card in cards} == set(SENTENCES)
    for card in cards:
        assert card["answer"] in SENTENCES[card["source_chunk"]]
        assert card["difficulty"] == "HARD"
        assert "[stand-in]" in card["question"]
    assert {card["type"] for card in cards} == {"DEFINITION", "VOCABULARY"}


def test_cards_that_the_prompt_has_already_are_not_written_again(standin):
    prompt = "\n".join(marked(f"CHUNK {number}", text) for number, text in SENTENCES.items())
    two = json.loads(json.dumps(CARDS))
    two["properties"]["flashcards"] |= {"minItems": 2, "maxItems": 2}
    first = instance(standin, request(prompt, schema=two))["flashcards"]
    asked = "Not these again:\n" + "\n".join(card["question"] for card in first)
    second = instance(standin, request(asked, prompt, schema=two))["flashcards"]
    assert not {card["question"] for card in first} & {card["question"] for card in second}


SPEAKING = {
    "type": "object",
    "required": ["transcript", "fluency_band"],
    "properties": {"transcript": {"type": "string"}, "fluency_band": BAND, "has_speech": {"type": "boolean"}},
}


def test_a_recording_is_measured(standin):
    found = instance(standin, request("Evaluate.", schema=SPEAKING, parts=[inline(recording())]))
    assert found["transcript"].startswith("[stand-in]") and "2.0 seconds" in found["transcript"]
    assert found["has_speech"] is True


def test_silence_has_no_transcript(standin):
    found = instance(standin, request("Evaluate.", schema=SPEAKING, parts=[inline(recording(loud=False))]))
    assert (found["transcript"], found["has_speech"], found["fluency_band"]) == ("", False, 0)


@pytest.mark.parametrize("loud", [True, False])
def test_a_compressed_recording_is_decoded(standin, loud):
    """FLAC of the same recording, by the codecs that the tests use."""
    target = io.BytesIO()
    with av.open(io.BytesIO(recording(loud=loud))) as source, av.open(target, "w", format="flac") as out:
        stream = out.add_stream("flac", rate=8000, layout="mono")
        for frame in [*source.decode(audio=0), None]:
            out.mux(stream.encode(frame))
    parts = [inline(target.getvalue(), "audio/flac")]
    found = instance(standin, request("Evaluate.", schema=SPEAKING, parts=parts))
    assert found["has_speech"] is loud
    assert ("2.0 seconds" in found["transcript"]) is loud


def test_a_model_that_obeys_gives_what_it_is_told_everywhere(standin):
    standin.script({"match": {"contains": "nine, please"}, "action": {"everywhere": {"fluency_band": 9}}, "times": None})
    for text, band in (("Nine, nine, please.", 9), ("Ten, please.", 0)):
        found = instance(standin, request(text, schema=SPEAKING, parts=[inline(recording(loud=False))]))
        assert found["fluency_band"] == band


def test_audio_is_counted_by_the_second(standin):
    usage = answer(standin, request("Hi", parts=[inline(recording(3.0))]))["usageMetadata"]
    assert {"modality": "AUDIO", "tokenCount": 96} in usage["promptTokensDetails"]
    assert usage["totalTokenCount"] == usage["promptTokenCount"] + usage["candidatesTokenCount"]


@pytest.mark.parametrize(
    "part",
    [
        inline(b"RIFF no wave here", "audio/wav"),
        inline(recording(), "audio/mp3"),
        inline(recording(), "audio/midi"),
        inline(b"no pdf", "application/pdf"),
        {"inlineData": {"mimeType": "audio/wav", "data": "not base64!"}},
        {"inlineData": {"mimeType": "audio/wav", "data": ""}},
    ],
)
def test_data_that_is_not_what_it_says_is_refused(standin, part):
    assert post(standin, request("Hi", parts=[part])).status_code == 400


def test_an_answer_ends_at_its_token_limit(standin):
    _, whole = evaluation(standin, "task2_remote_work")
    document = request(marked("ESSAY", samples.essay("task2_remote_work").text), schema=SCHEMA, maxOutputTokens=20)
    candidate = answer(standin, document)["candidates"][0]
    assert candidate["finishReason"] == "MAX_TOKENS"
    assert len(candidate["content"]["parts"][0]["text"]) == 80 < len(json.dumps(whole))


def test_thinking_is_counted_apart(standin):
    low = answer(standin, request("Hi", thinkingConfig={"thinkingLevel": "LOW"}))["usageMetadata"]
    least = answer(standin, request("Hi", thinkingConfig={"thinkingLevel": "MINIMAL"}))["usageMetadata"]
    assert low["thoughtsTokenCount"] > 0 and "thoughtsTokenCount" not in least


def test_the_journal_tells_what_was_called(standin):
    answer(standin, request("Hi", parts=[inline(recording())]))
    (call,) = standin.calls("gemini")
    assert (call["model"], call["status"], call["key_in"]) == (MODEL, 200, "header")
    assert call["headers"]["x-goog-api-key"] == "REDACTED"
    assert call["body"]["contents"][0]["parts"][1]["inlineData"]["data"].endswith("characters>")
    assert call["request_bytes"] > 32_000 and call["response_bytes"] > 0


class TestScript:
    def test_a_status_with_headers_and_body_once(self, standin):
        body = {"error": {"status": "RESOURCE_EXHAUSTED"}}
        standin.script({"action": {"status": 429, "headers": {"Retry-After": "2"}, "body": body}})
        first = post(standin, request("Hi"))
        assert (first.status_code, first.headers["Retry-After"]) == (429, "2")
        assert post(standin, request("Hi")).status_code == 200
        assert [call["scripted"] for call in standin.calls()] == [True, False]

    def test_rules_are_for_the_calls_they_match(self, standin):
        match = {"service": "gemini", "model": MODEL, "contains": "needle"}
        standin.script({"match": match, "action": {"status": 500}})
        assert post(standin, request("hay")).status_code == 200
        assert post(standin, request("needle"), model="gemini-3.8-flash").status_code == 200
        assert post(standin, request("a needle")).status_code == 500

    def test_rules_are_used_in_order_as_often_as_they_say(self, standin):
        standin.script({"action": {"status": 503}, "times": 2}, {"action": {"status": 500}})
        assert [post(standin, request("Hi")).status_code for _ in range(4)] == [503, 503, 500, 200]

    def test_a_typo_in_a_rule_is_an_error(self, standin):
        with pytest.raises(ValueError, match="stauts"):
            standin.script({"action": {"stauts": 500}})

    @pytest.mark.parametrize("cut", ["before", "middle", "reset"])
    def test_a_cut_connection(self, standin, cut):
        standin.script({"action": {"cut": cut}})
        with pytest.raises(requests.exceptions.RequestException):
            post(standin, request("Hi"))
        assert post(standin, request("Hi")).status_code == 200

    def test_delays_before_and_in_the_middle(self, standin):
        standin.script({"action": {"delay_before": 0.3, "delay_middle": 0.3}})
        started = time.monotonic()
        assert post(standin, request("Hi")).status_code == 200
        assert time.monotonic() - started > 0.59

    def test_a_trickle(self, standin):
        standin.script({"action": {"bytes_per_second": 1000}})
        started = time.monotonic()
        assert answer(standin, request("Hi"))["candidates"]
        assert time.monotonic() - started > 0.3

    def test_json_that_ends_half_way(self, standin):
        standin.script({"action": {"truncate_body": True}})
        with pytest.raises(requests.exceptions.JSONDecodeError):
            post(standin, request("Hi")).json()

    @pytest.mark.parametrize("action", [{"truncate_text": True}, {"finish_reason": "MAX_TOKENS"}])
    def test_a_candidate_that_ends_half_way(self, standin, action):
        standin.script({"action": action})
        with pytest.raises(json.JSONDecodeError):
            instance(standin, request("Hi", schema=SCHEMA))

    def test_another_schema_and_patched_values(self, standin):
        patch = {"lexical_resource.band": 12, "quoted_examples.0.quote": "Nowhere.", "level": None}
        standin.script({"action": {"wrong_schema": True}}, {"action": {"patch": patch}})
        assert "lexical_resource" not in instance(standin, request("Hi", schema=SCHEMA))
        found = instance(standin, request("Hi", schema=SCHEMA))
        assert (found["lexical_resource"]["band"], found["quoted_examples"][0]["quote"]) == (12, "Nowhere.")
        assert "level" not in found

    def test_words_around_the_json_and_changes_around_the_text(self, standin):
        standin.script({"action": {"wrap": "```%s```", "answer_patch": {"candidates.0.finishReason": None}}})
        candidate = answer(standin, request("Hi", schema=SCHEMA))["candidates"][0]
        text = candidate["content"]["parts"][0]["text"]
        assert text.startswith("```{") and text.endswith("}```") and "finishReason" not in candidate

    @pytest.mark.parametrize("reason", ["SAFETY", "RECITATION", "SOMETHING_NEW"])
    def test_a_finish_reason_without_content(self, standin, reason):
        standin.script({"action": {"finish_reason": reason}})
        candidate = answer(standin, request("Hi"))["candidates"][0]
        assert candidate["finishReason"] == reason and "content" not in candidate

    def test_a_blocked_prompt_has_no_candidates(self, standin):
        standin.script({"action": {"block_reason": "PROHIBITED_CONTENT"}})
        found = answer(standin, request("Hi"))
        assert found["promptFeedback"]["blockReason"] == "PROHIBITED_CONTENT" and "candidates" not in found

    def test_a_latency_for_every_call(self, standin):
        standin.latency(gemini=0.2)
        started = time.monotonic()
        answer(standin, request("Hi"))
        assert time.monotonic() - started > 0.19
