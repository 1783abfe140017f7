"""Runs the functions on real input and reports what they did: `make demo`.

Release binaries under the Lambda Runtime Interface Emulator, moto as the AWS account, and Gemini's stand-in, or Gemini
itself where GEMINI_API_KEY is set. Ends with status 1, and the function's log, where something went wrong.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from bandup_local import paths, report, samples
from bandup_local.callers import learner
from bandup_local.records import find_record, plain
from bandup_local.stack import LocalStack, real_gemini_key, wait_for
from bandup_local.subjects import FLASHCARDS, SPEAKING, SUBJECTS, UPLOADS, WRITING, Endpoint, Subject

LEARNER = "demo-learner"
JOB_SECONDS = 120


class DemoFailure(Exception):
    """What went wrong, and in which function."""

    def __init__(self, function: str, problem: str) -> None:
        super().__init__(problem)
        self.function = function


class Demo:
    def __init__(self, stack: LocalStack) -> None:
        self._stack = stack
        self._dynamodb = stack.cloud.client("dynamodb")

    def run(self) -> None:
        recording = samples.speech("part2_useful_skill").recording
        short, long = samples.document(), samples.document(is_long=True)
        audio_url = self.upload(recording, "audio/wav", SPEAKING)
        short_url = self.upload(short, "application/pdf", FLASHCARDS)
        long_url = self.upload(long, "application/pdf", FLASHCARDS)
        self.write_over_queue()
        self.write_over_api()
        self.speak_over_queue(audio_url)
        self.speak_over_api(audio_url)
        self.cards_over_api(short_url, short)
        self.cards_over_queue(long_url, long)
        self.what_is_stored()

    # --- the functions ---

    def upload(self, file: Path, content_type: str, subject: Subject) -> str:
        content = file.read_bytes()
        request = {
            "user_id": LEARNER,
            "filename": file.name,
            "content_type": content_type,
            "upload_type": subject.content.upload_type,
            "content_length": len(content),
        }
        with self._step(UPLOADS, f"POST {UPLOADS.path}", request):
            answer = self._post(UPLOADS, request)
            headers = {"Content-Type": content_type} | answer.get("required_headers", {})
            put = requests.put(answer["upload_url"], data=content, headers=headers, timeout=60)
            got = requests.get(answer["get_url"], timeout=60)
            if put.status_code != 200 or got.content != content:
                raise DemoFailure(UPLOADS.function, f"PUT gave {put.status_code}, GET {got.status_code}")
            report.field("file", answer["file_url"])
            report.field("presigned", f"PUT {len(content):,} bytes, read back by GET: the same bytes")
        return str(answer["file_url"])

    def write_over_queue(self) -> None:
        essay = samples.essay("task2_remote_work")
        request = {
            "session_id": "demo-writing-queue",
            "user_id": LEARNER,
            "task_type": "TASK_2",
            "task_prompt": essay.prompt,
            "essay_content": essay.text,
        }
        self._show_writing(self._through_queue(WRITING, request))

    def write_over_api(self) -> None:
        essay = samples.essay("task1_water_use")
        request = {
            "session_id": "demo-writing-api",
            "user_id": LEARNER,
            "task_type": "TASK_1",
            "task_prompt": essay.prompt,
            "essay_content": essay.text,
        }
        self._show_writing(self._through_api(WRITING, request))

    def speak_over_queue(self, audio_url: str) -> None:
        request = self._speaking_request("demo-speaking-queue", audio_url)
        self._show_speaking(self._through_queue(SPEAKING, request))

    def speak_over_api(self, audio_url: str) -> None:
        request = self._speaking_request("demo-speaking-api", audio_url)
        self._show_speaking(self._through_api(SPEAKING, request))

    def cards_over_api(self, pdf_url: str, file: Path) -> None:
        request = {"set_id": f"demo-cards-{file.stem}-api", "user_id": LEARNER, "pdf_url": pdf_url, "num_cards": 5}
        self._show_cards(self._through_api(FLASHCARDS, request))

    def cards_over_queue(self, pdf_url: str, file: Path) -> None:
        request = {"set_id": f"demo-cards-{file.stem}-queue", "user_id": LEARNER, "pdf_url": pdf_url, "num_cards": 10}
        self._show_cards(self._through_queue(FLASHCARDS, request))

    # --- the two ways in ---

    def _through_queue(self, subject: Subject, request: dict[str, Any]) -> dict[str, Any]:
        url, identifier = self._stack.queue_url(subject.function), request[subject.id_field]
        records = self._stack.records(subject.function, subject.records_in)
        with self._step(subject, f"SQS {url.rpartition('/')[2]}", request):
            self._stack.cloud.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(request))

            def finished() -> dict[str, Any] | None:
                found = find_record(self._dynamodb, records, identifier, LEARNER)
                return found if found and found["status"] in ("completed", "failed") else None

            try:
                record: dict[str, Any] = wait_for(f"the record of {identifier}", JOB_SECONDS, finished)
            except TimeoutError as error:
                raise DemoFailure(subject.function, str(error)) from error
            if record["status"] != "completed":
                raise DemoFailure(subject.function, f"{record.get('error_code')}: {record.get('error_message')}")
        return record

    def _through_api(self, subject: Subject, request: dict[str, Any]) -> dict[str, Any]:
        with self._step(subject, f"POST {subject.path}", request):
            return self._post(subject, request)

    def _post(self, endpoint: Endpoint, request: dict[str, Any]) -> dict[str, Any]:
        url = self._stack.front.url + endpoint.path
        response = requests.post(url, json=request, headers=learner(LEARNER).headers, timeout=60)
        report.field("status", response.status_code)
        if response.status_code != 200:
            raise DemoFailure(endpoint.function, f"{url} answered {response.status_code}: {response.text[:500]}")
        return dict(response.json())

    @contextmanager
    def _step(self, endpoint: Endpoint, way: str, request: dict[str, Any]) -> Iterator[None]:
        report.heading(f"{endpoint.function} · {way}")
        report.field(
            "request", ", ".join(f"{name}={report.shortened(str(value), 60)}" for name, value in request.items())
        )
        before = len(self._stack.standin.calls())
        started = time.monotonic()
        yield
        report.field("time", f"{time.monotonic() - started:.2f} s")
        calls = Counter(f"{call['service']} {call['model']}" for call in self._stack.standin.calls()[before:])
        counted = ", ".join(f"{count} × {name}" for name, count in calls.items()) or "none"
        note = " (Gemini itself not counted)" if self._stack.uses_real_gemini else ""
        report.field("model calls", counted + note)

    # --- what came out ---

    @staticmethod
    def _speaking_request(name: str, audio_url: str) -> dict[str, Any]:
        questions = samples.speech("part2_useful_skill").questions
        return {
            "session_id": name, "user_id": LEARNER, "audio_url": audio_url, "part": "PART_2", "questions": questions
        }  # fmt: skip

    def _show_writing(self, result: dict[str, Any]) -> None:
        self._show_bands(result, "task_achievement", "coherence", "lexical", "grammar")
        feedback = _feedback(result)
        for quoted in feedback.get("quoted_examples", [])[:2]:
            report.field("quoted", f"“{report.shortened(quoted['quote'], 80)}” — {quoted['issue']}")

    def _show_speaking(self, result: dict[str, Any]) -> None:
        self._show_bands(result, "fluency", "lexical", "grammar", "pronunciation")
        report.field("duration", f"{result['duration']} s, {result['word_count']} words")
        report.field("transcript", report.shortened(result["transcript"], 160))

    @staticmethod
    def _show_bands(result: dict[str, Any], *criteria: str) -> None:
        bands = ", ".join(f"{name} {result[f'{name}_band']}" for name in criteria)
        report.field("bands", f"overall {result['overall_band']} ({bands})")
        first = next((part for part in _feedback(result).values() if isinstance(part, dict)), {})
        report.field("feedback", report.shortened(str(first.get("feedback", "")), 160))
        report.field("model", f"{result['model_used']} ({result['model_version']}), US$ {result['estimated_cost']}")

    @staticmethod
    def _show_cards(result: dict[str, Any]) -> None:
        cards = result["flashcards"]
        cards = json.loads(cards) if isinstance(cards, str) else cards
        if retrieval := result.get("retrieval"):
            report.field("retrieval", f"{retrieval['method']}, {retrieval['chunks_used']} chunks used")
        document = result.get("document", result)
        report.field("document", f"{document['page_count']} pages, {document['chunk_count']} chunks")
        report.field("cards", len(cards))
        for card in cards[:3]:
            report.field("", f"{card['type']}, page {card['source_page']}: {report.shortened(card['question'], 120)}")
            report.field("", f"  {report.shortened(card['answer'], 120)}")

    def what_is_stored(self) -> None:
        kinds = {self._stack.records(one.function, one.records_in): one for one in reversed(SUBJECTS)}
        for table, subject in reversed(kinds.items()):
            report.heading(f"DynamoDB · {table.name}")
            items = [plain(item) for item in self._dynamodb.scan(TableName=table.name)["Items"]]
            items.sort(key=lambda item: str(item[table.partition_key]))
            # The long texts were shown above; a first few of the others fit on a line.
            short = sorted(name for name in subject.record.keys() - subject.long_fields if not name.endswith("_band"))
            columns = [table.partition_key, "user_id", "status", "created_at", *short[:4]]
            rows = [[report.shortened(str(item.get(name, "")), 44) for name in columns] for item in items]
            report.table(columns, rows)


def _feedback(result: dict[str, Any]) -> dict[str, Any]:
    feedback = result["feedback"]
    return dict(json.loads(feedback) if isinstance(feedback, str) else feedback)


def main() -> int:
    started = time.monotonic()
    key = real_gemini_key()
    gemini = "Google (calls are paid for)" if key else "stand-in"
    print(f"BandUp AI, all its functions on this machine. Gemini: {gemini}.")
    logs = paths.WORK / "demo" / time.strftime("%H%M%S")
    with LocalStack(logs, gemini_api_key=key) as stack:
        print(f"moto, the stand-in and the HTTP API are up after {time.monotonic() - started:.1f} s; logs: {logs}")
        try:
            Demo(stack).run()
        except DemoFailure as failure:
            print(f"\n{failure.function} failed: {failure}\n\nIts log:\n", file=sys.stderr)
            print("\n".join(stack.functions[failure.function].log().splitlines()[-80:]), file=sys.stderr)
            return 1
        except (KeyError, requests.RequestException) as error:
            print(f"\nThe demonstration failed: {error!r}; logs: {logs}", file=sys.stderr)
            return 1
    print(f"\nDone in {time.monotonic() - started:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
