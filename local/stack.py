"""Runs the local stack for a developer: `up`, `down`, and `invoke` for one event. See the Makefile."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bandup_local import identity, paths, sample_events
from bandup_local.blueprint import UnknownFunction
from bandup_local.stack import LocalStack, real_gemini_key
from bandup_local.subjects import WRITING

RUN = paths.WORK / "run"
STATE = RUN / "stack.json"
"""Written once everything listens, and removed at the end: its presence says that the stack is up."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="start the stack in the background and print its addresses")
    commands.add_parser("down", help="end it")
    commands.add_parser("serve", help="run it in the foreground")
    invoke = commands.add_parser("invoke", help="run one event through a function, in a stack of its own")
    invoke.add_argument("function", help="its name in Lambda or in the template, such as WritingEvaluator")
    invoke.add_argument("event", type=Path, help="a JSON file, such as events/writing-sqs.json")
    options = parser.parse_args()
    if options.command == "invoke":
        return invoke_once(options.function, options.event)
    return {"up": up, "down": down, "serve": serve}[options.command]()


def up() -> int:
    if (pid := running_pid()) is None:
        RUN.mkdir(parents=True, exist_ok=True)
        STATE.unlink(missing_ok=True)
        log = RUN / "serve.log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [sys.executable, __file__, "serve"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not STATE.exists():
            if server.poll() is not None or time.monotonic() > deadline:
                print(log.read_text(), file=sys.stderr)
                return 1
            time.sleep(0.1)
        pid = server.pid
    print(f"The local stack is up (process {pid}); `make down` ends it.\n")
    print(guide(json.loads(STATE.read_text())))
    return 0


def down() -> int:
    pid = running_pid()
    if pid is None:
        STATE.unlink(missing_ok=True)
        print("The local stack is not up.")
        return 0
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 30
    while running_pid() is not None:
        if time.monotonic() > deadline:
            print(f"process {pid} does not end", file=sys.stderr)
            return 1
        time.sleep(0.1)
    print("The local stack is down.")
    return 0


def running_pid() -> int | None:
    """The server's process id, if it is still the one that wrote the state: ids are used again."""
    try:
        pid = int(json.loads(STATE.read_text())["pid"])
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError, KeyError):
        return None
    return pid if b"serve" in command and any(part.endswith(b"stack.py") for part in command) else None


def serve() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    port = int(os.environ.get("BANDUP_PORT") or 0)
    with LocalStack(RUN / "logs", gemini_api_key=real_gemini_key(), front_port=port) as stack:
        playground = stack.new_playground(port=int(os.environ.get("BANDUP_PLAYGROUND_PORT") or 0))
        RUN.mkdir(parents=True, exist_ok=True)
        draft = STATE.with_suffix(".draft")
        draft.write_text(json.dumps(describe(stack, playground.url), indent=2))
        draft.rename(STATE)
        try:
            signal.pause()
        finally:
            STATE.unlink(missing_ok=True)
    return 0


def describe(stack: LocalStack, playground: str) -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "playground": playground,
        "http_api": stack.front.url,
        "aws": stack.cloud.endpoint,
        "standin": stack.standin.url,
        "gemini": "Google" if stack.uses_real_gemini else "stand-in",
        "queues": {name: stack.queue_url(name) for name, pool in stack.functions.items() if pool.blueprint.queues},
        "buckets": sorted(stack.buckets()),
        "logs": str(stack.logs),
    }


def guide(state: dict[str, Any]) -> str:
    api, aws = state["http_api"], state["aws"]
    writing_queue = state["queues"][WRITING.function]
    return f"""playground {state["playground"]}   (a page to try it all)
HTTP API   {api}
AWS        {aws}   (S3, DynamoDB, SQS, Secrets Manager; any credentials)
Gemini     {state["gemini"]}
stand-in   {state["standin"]}/_standin/calls   (what the models were called with)
logs       {state["logs"]}

The bearer token is the learner's name; `Authorization: AWS4-HMAC-SHA256` is a trusted back end, and without the header
nobody calls. Evaluate an essay, and read the learner's history:

  curl -s {api}/writing/evaluations -H 'Authorization: Bearer ada' -H 'Content-Type: application/json' \\
    -d '{{"user_id": "ada", "task_type": "TASK_2", "essay_content": "Many people now work from home. In my view ..."}}'
  curl -s {api}/writing/evaluations -H 'Authorization: Bearer ada'

Get an upload URL:

  curl -s {api}/uploads -H 'Authorization: Bearer ada' -H 'Content-Type: application/json' \\
    -d '{{"user_id": "ada", "filename": "answer.wav", "content_type": "audio/wav", "upload_type": "speaking_audio"}}'

Send a job through the queue:

  aws sqs send-message --endpoint-url {aws} --region {identity.REGION} \\
    --queue-url {writing_queue} \\
    --message-body '{{"session_id": "s1", "user_id": "ada", "essay_content": "..."}}'
"""


def invoke_once(function: str, event_file: Path) -> int:
    event = sample_events.load(event_file)
    with LocalStack(RUN / "invoke-logs", gemini_api_key=real_gemini_key(), with_event_sources=False) as stack:
        try:
            pool = stack.functions[function]
        except UnknownFunction as error:
            print(error, file=sys.stderr)
            return 2
        sample_events.put_objects(event, stack.cloud.client("s3"), stack.buckets())
        invocation = pool.invoke(event)
        pool.wait_until_idle()
        print(pool.log(), file=sys.stderr)
    print(invocation.payload.decode(errors="replace"))
    return 1 if invocation.error else 0


if __name__ == "__main__":
    sys.exit(main())
