"""The stand-in as a child process, and a client for its control routes."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import requests

from . import identity, paths
from .processes import ChildProcess


class StandIn:
    """Starts the stand-in and speaks to it."""

    def __init__(self, logs: Path, *, bedrock_region: str, transcripts: Path | None = None) -> None:
        address = logs / "standin.out"
        # A run before this one may have left its address in the same folder.
        address.unlink(missing_ok=True)
        command = [sys.executable, "-m", "standin", "--region", bedrock_region]
        if transcripts is not None and transcripts.exists():
            command += ["--transcripts", str(transcripts)]
        self._child = ChildProcess(
            command,
            environment={
                **os.environ,
                **identity.variables(),
                "STANDIN_GEMINI_API_KEY": identity.GEMINI_API_KEY,
                "PYTHONPATH": str(paths.LOCAL),
            },
            output=address,
            errors=logs / "standin.log",
        )
        self.url = self._wait_for_address(address)

    def _wait_for_address(self, address: Path) -> str:
        deadline = time.monotonic() + 300
        while not (text := address.read_text()).endswith("\n"):
            if not self._child.is_running() or time.monotonic() > deadline:
                raise RuntimeError("the stand-in did not start\n" + self._child.errors.read_text()[-2000:])
            time.sleep(0.02)
        return text.split()[-1]

    def script(self, *rules: dict[str, Any]) -> None:
        """Adds rules `{match, action, times}`; see standin/script.py for what they may say."""
        self._post("script", list(rules))

    def latency(self, **seconds: float) -> None:
        """Delays every answer of `gemini` or `titan`."""
        self._post("latency", seconds)

    def reset(self) -> None:
        self._post("reset", {})

    def calls(self, service: str | None = None) -> list[dict[str, Any]]:
        """Calls in the order of arrival; see standin/journal.py for their fields."""
        return list(self._journal(service)["calls"])

    def files(self) -> list[str]:
        """The names of the files in the Files API."""
        answer = requests.get(f"{self.url}/_standin/files", timeout=30)
        answer.raise_for_status()
        return list(answer.json()["files"])

    def most_in_flight(self, service: str) -> int:
        """The most calls of a service that ran at one time since the last reset."""
        return int(self._journal(None)["most_in_flight"].get(service, 0))

    def stop(self) -> None:
        self._child.stop()

    def _journal(self, service: str | None) -> dict[str, Any]:
        query = {"service": service} if service else {}
        answer = requests.get(f"{self.url}/_standin/calls", params=query, timeout=30)
        answer.raise_for_status()
        return dict(answer.json())

    def _post(self, control: str, document: Any) -> None:
        answer = requests.post(f"{self.url}/_standin/{control}", json=document, timeout=30)
        if answer.status_code != 200:
            raise ValueError(f"{control}: {answer.text}")
