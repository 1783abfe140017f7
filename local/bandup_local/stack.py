"""The whole stack: the cloud, the models, the functions, and what joins them, as template.yaml declares it."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from . import blueprint, identity, paths, resources
from .blueprint import FunctionBlueprint
from .cloudformation import Template
from .event_source import EventSource
from .function_pool import FunctionPool
from .http_front import HTTPFront
from .moto_cloud import MotoCloud
from .standin_process import StandIn


class LocalStack:
    """Starts everything on entry and ends it on exit. Functions start when they are first called."""

    def __init__(
        self,
        logs: Path,
        *,
        template: Path | None = None,
        binaries: Path | None = None,
        parameters: dict[str, str] | None = None,
        gemini_api_key: str | None = None,
        front_port: int = 0,
        with_event_sources: bool = True,
        most_instances: int = 2,
    ) -> None:
        """`gemini_api_key`: a real one sends the functions to Google; None keeps them with the stand-in."""
        logs.mkdir(parents=True, exist_ok=True)
        self.logs = logs
        self.uses_real_gemini = gemini_api_key is not None
        self._gemini_api_key = gemini_api_key or identity.GEMINI_API_KEY
        self._template_path = template or paths.template()
        self._binaries = binaries or paths.binaries()
        self._parameters = parameters
        self._front_port = front_port
        self._with_event_sources = with_event_sources
        self._most_instances = most_instances
        self.functions: dict[str, FunctionPool] = {}
        self.event_sources: dict[str, EventSource] = {}
        self._stopping: list[Any] = []

    def __enter__(self) -> LocalStack:
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _start(self) -> None:
        self.cloud = self._keep(MotoCloud(self.logs))
        self.template = Template.load(
            self._template_path, queue_endpoint=self.cloud.endpoint, parameters=self._parameters
        )
        secret_arn = resources.create(self.template, self.cloud, self._gemini_api_key)
        blueprints = blueprint.functions(self.template)
        missing = set(blueprint.TARGETS) - blueprints.keys()
        if missing:
            raise ValueError(f"{self._template_path} declares no function for {', '.join(sorted(missing))}")
        told = (one.environment.get("BEDROCK_REGION") for one in blueprints.values())
        region = next((name for name in told if name), identity.DEFAULT_BEDROCK_REGION)
        self.standin = self._keep(StandIn(self.logs, bedrock_region=region, transcripts=paths.TRANSCRIPTS))
        for target, one in blueprints.items():
            self.functions[target] = self._keep(self._pool(one, secret_arn))
        self.front = self._keep(self.new_front(port=self._front_port))
        if self._with_event_sources:
            self.start_event_sources()

    def _keep(self, part: Any) -> Any:
        self._stopping.append(part)
        return part

    def _pool(self, one: FunctionBlueprint, secret_arn: str) -> FunctionPool:
        environment = one.environment | {"AWS_ENDPOINT_URL": self.cloud.endpoint}
        environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = self.standin.url
        if "GEMINI_API_KEY_SECRET_ARN" in environment:
            # The parameter for an existing secret is empty by default, and no function starts without one.
            environment["GEMINI_API_KEY_SECRET_ARN"] = environment["GEMINI_API_KEY_SECRET_ARN"] or secret_arn
        if not self.uses_real_gemini:
            environment["GEMINI_ENDPOINT"] = self.standin.url
        return FunctionPool(
            dataclasses.replace(one, environment=environment),
            self._binaries / one.target,
            environment,
            self.logs,
            self._most_instances,
        )

    def new_front(
        self,
        *,
        port: int = 0,
        payload_format: str | None = None,
        wait_seconds: float = 30.0,
        tokens: frozenset[str] | None = None,
    ) -> HTTPFront:
        """A further HTTP front to the same functions, such as one that sends format 1.0; its caller stops it.

        With `tokens` it is one with a JWT authorizer that knows these learners alone, and turns all others away.
        """
        routes = [(route, pool.invoke) for pool in self.functions.values() for route in pool.blueprint.routes]
        return HTTPFront(
            routes,
            port=port,
            payload_format=payload_format,
            cors=blueprint.cors(self.template),
            wait_seconds=wait_seconds,
            tokens=tokens,
        )

    def start_event_sources(self) -> None:
        sqs = self.cloud.client("sqs")
        for target, pool in self.functions.items():
            for mapping in pool.blueprint.queues:
                if target not in self.event_sources:
                    self.event_sources[target] = EventSource(sqs, mapping, pool.invoke)

    def stop_event_sources(self) -> None:
        for source in self.event_sources.values():
            source.stop()
        self.event_sources.clear()

    def table(self, target: str) -> str:
        """The table in which a function keeps its records."""
        environment = self.functions[target].blueprint.environment
        return environment.get("DYNAMODB_EVALUATIONS") or environment["DYNAMODB_FLASHCARD_SETS"]

    def bucket(self, kind: str) -> str:
        """The bucket for `audio` or `documents`."""
        return self.functions["S3Upload"].blueprint.environment[f"S3_BUCKET_{kind.upper()}"]

    def queue_url(self, target: str) -> str:
        return self.functions[target].blueprint.environment["QUEUE_URL"]

    def stop(self) -> None:
        # Pollers first: they would report a vanished moto and start functions that are being ended.
        self.stop_event_sources()
        while self._stopping:
            self._stopping.pop().stop()


def real_gemini_key() -> str | None:
    """The developer's own key, with which calls go to Google and are paid for."""
    return os.environ.get("GEMINI_API_KEY") or None


def wait_for(what: str, seconds: float, probe: Any) -> Any:
    """Calls `probe` until it gives something, for at most `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        if found := probe():
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: nothing after {seconds:.0f} s")
        time.sleep(0.05)
