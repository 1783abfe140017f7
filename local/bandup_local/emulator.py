"""One function under the real Lambda Runtime Interface Emulator, which comes with aws-sam-cli."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import re
import signal
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from . import paths
from .blueprint import FunctionBlueprint
from .processes import ChildProcess, free_port, wait_until_listening
from .runtime_relay import RuntimeRelay

_INVOKE_PATH = "/2015-03-31/functions/function/invocations"
_TIMED_OUT = re.compile(rb"Task timed out after [\d.]+ seconds")
_ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class Invocation:
    """How one invocation went."""

    payload: bytes
    error: str | None
    """None for an answer; else what went wrong: `timeout`, `crash`, or the function's error type."""
    seconds: float
    log: str
    """What the function wrote up to its answer."""

    def json(self) -> Any:
        return json.loads(self.payload)


class Emulator:
    """Runs one instance of a function, one invocation at a time: a second one at once would crash the emulator."""

    def __init__(
        self, blueprint: FunctionBlueprint, bootstrap: Path, environment: dict[str, str], logs: Path,
        launcher: Path | None = paths.AS_LAMBDA,
    ) -> None:
        self.blueprint = blueprint
        self._program = [launcher, bootstrap] if launcher else [bootstrap]
        self._bootstrap = bootstrap
        self._environment = environment
        self._output = logs / f"{blueprint.name}-{uuid.uuid4().hex[:6]}.log"
        self._child: ChildProcess | None = None
        self._relay: RuntimeRelay | None = None
        self._port = 0
        self._turn = threading.Lock()
        self._answered = threading.Event()
        self._answer: tuple[str, bytes] | None = None

    @property
    def is_busy(self) -> bool:
        return self._turn.locked()

    def start(self) -> None:
        """Starts the emulator; the function itself starts with the first invocation, as the emulator has it."""
        if self._child and self._child.is_running():
            return
        for program in self._program:
            if not program.exists():
                raise FileNotFoundError(f"{program} is missing: run `make build`")
        self._port, runtime_port = free_port(), free_port()
        self._relay = RuntimeRelay(runtime_port, self._note_answer)
        self._child = ChildProcess(
            self._command(runtime_port, self._relay.address),
            environment=self._variables(),
            output=self._output,
            errors=self._output.with_suffix(".emulator.log"),
            folder=self._bootstrap.parent,
        )
        wait_until_listening(self._port, self._child)

    def invoke(self, event: Any, trace: str | None = None) -> Invocation:
        """Hands over an event (bytes, or anything JSON) and waits for the answer, or for the function's end.

        `trace` is the X-Ray header that Lambda would send with it.
        """
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        self._turn.acquire()
        try:
            self.start()
            self._answered.clear()
            self._answer = None
            if self._relay:
                self._relay.trace = trace
            log_start = self._output.stat().st_size
            started = time.monotonic()
            outcome: list[requests.Response | Exception] = []
            threading.Thread(target=self._post, args=(body, outcome), daemon=True).start()
        except BaseException:
            self._turn.release()
            raise
        self._answered.wait()
        seconds = time.monotonic() - started
        return self._invocation(outcome, seconds, log_start)

    def wait_until_idle(self) -> None:
        """Waits for what a function still does after its answer."""
        with self._turn:
            pass

    def kill_function(self) -> bool:
        """Ends the function as the kernel would, without warning. False where none runs."""
        pids = self._function_pids()
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return bool(pids)

    def function_pid(self) -> int | None:
        pids = self._function_pids()
        return pids[0] if pids else None

    def restart(self) -> None:
        """A new execution environment: the next invocation is a cold start."""
        self.stop()
        self.start()

    def log(self) -> str:
        """Everything the function has written, with the emulator's START, END and REPORT lines."""
        return self._output.read_text(errors="replace") if self._output.exists() else ""

    def stop(self) -> None:
        if self._child:
            self._child.stop()
            self._child = None
        if self._relay:
            self._relay.close()
            self._relay = None

    def _command(self, runtime_port: int, relay: str) -> list[str]:
        """The emulator's command line, and behind it the function's: whatever is to stand around a function goes here.

        The emulator makes its last argument `_HANDLER`. The shell keeps it to itself, since Lambda gives a bootstrap no
        arguments, and puts in what the emulator says differently from Lambda: where the Runtime API is (the relay's
        place, not its own) and the log group.
        """
        words = " ".join(f'"${place}"' for place in range(3, 3 + len(self._program)))
        return [
            str(_emulator_binary()),
            "--runtime-interface-emulator-address",
            f"127.0.0.1:{self._port}",
            "--runtime-api-address",
            f"127.0.0.1:{runtime_port}",
            "/bin/sh",
            "-c",
            f'export AWS_LAMBDA_RUNTIME_API="$1" AWS_LAMBDA_LOG_GROUP_NAME="$2"; exec {words}',
            "sh",
            relay,
            self.blueprint.log_group,
            *map(str, self._program),
            self._variables()["_HANDLER"],
        ]

    def _variables(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LAMBDA_TASK_ROOT": str(self._bootstrap.parent),
            **self.blueprint.variables(),
            **self._environment,
        }

    def _post(self, body: bytes, outcome: list[requests.Response | Exception]) -> None:
        try:
            outcome.append(requests.post(f"http://127.0.0.1:{self._port}{_INVOKE_PATH}", data=body))
        except requests.RequestException as error:
            outcome.append(error)
        # In this order: once the turn is given back, the flag belongs to the next invocation.
        self._answered.set()
        self._turn.release()

    def _note_answer(self, kind: str, body: bytes) -> None:
        self._answer = (kind, body)
        if kind != "init_error":
            # After an error at start the emulator's own answer, which follows, says more.
            self._answered.set()

    def _invocation(
        self, outcome: list[requests.Response | Exception], seconds: float, log_start: int
    ) -> Invocation:
        log = self.log_from(log_start)
        if self._answer and self._answer[0] == "response":
            return Invocation(self._answer[1], None, seconds, log)
        if self._answer and self._answer[0] == "error":
            return Invocation(self._answer[1], _error_type(self._answer[1]), seconds, log)
        result = outcome[0]
        if isinstance(result, Exception):
            return Invocation(str(result).encode(), "crash", seconds, log)
        if _TIMED_OUT.fullmatch(result.content):
            return Invocation(result.content, "timeout", seconds, log)
        if result.status_code != 200 or b'"errorType"' in result.content:
            kind = _error_type(result.content)
            return Invocation(result.content, "crash" if kind == "Runtime.ExitError" else kind, seconds, log)
        return Invocation(result.content, None, seconds, log)

    def log_from(self, position: int) -> str:
        with self._output.open("rb") as source:
            source.seek(position)
            return source.read().decode(errors="replace")

    def _function_pids(self) -> list[int]:
        """Guard's child is the emulator; what comes after it is the function and its own children."""
        return self._child.descendants()[1:] if self._child else []


def _error_type(body: bytes) -> str:
    try:
        return str(json.loads(body).get("errorType") or "error")
    except (ValueError, AttributeError):
        return "error"


def _emulator_binary() -> Path:
    """The emulator inside the aws-sam-cli package, made executable where the wheel did not."""
    package = importlib.util.find_spec("samcli")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("aws-sam-cli is missing: run `make setup`")
    name = f"aws-lambda-rie-{_ARCHITECTURES[platform.machine().lower()]}"
    binary = Path(package.submodule_search_locations[0]) / "local" / "rapid" / name
    if not os.access(binary, os.X_OK):
        binary.chmod(binary.stat().st_mode | 0o111)
    return binary
