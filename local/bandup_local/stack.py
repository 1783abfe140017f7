"""The whole stack: the cloud, the models, the functions, and what joins them, as template.yaml declares it."""

from __future__ import annotations

import dataclasses
import functools
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from . import blueprint, identity, paths, resources, routes
from .blueprint import ByName, FunctionBlueprint, Table
from .cloudformation import Template
from .event_source import EventSource
from .function_pool import FunctionPool
from .http_front import HTTPFront
from .moto_cloud import MotoCloud
from .playground import Playground
from .standin_process import StandIn


class LocalStack:
    """Starts everything on entry and ends it on exit. Functions start when they are first called.

    Functions are called by their names in Lambda, such as `bandup-writing-evaluator`.
    """

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
        self.functions: ByName[FunctionPool] = ByName({})
        self.event_sources: list[EventSource] = []
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
        told = (one.environment.get("BEDROCK_REGION") for one in blueprints.values())
        region = next((name for name in told if name), identity.DEFAULT_BEDROCK_REGION)
        self.standin = self._keep(StandIn(self.logs, bedrock_region=region, transcripts=paths.TRANSCRIPTS))
        self.functions = ByName(blueprints.logical_ids)
        for name, one in blueprints.items():
            self.functions[name] = self._keep(self._pool(one, secret_arn))
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
            self._binaries / one.executable,
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
        bound = [(route, pool.invoke) for pool in self.functions.values() for route in pool.blueprint.routes]
        return HTTPFront(
            bound,
            port=port,
            payload_format=payload_format,
            cors=routes.cors(self.template),
            wait_seconds=wait_seconds,
            tokens=tokens,
        )

    def new_playground(self, *, port: int = 0) -> Playground:
        """The page to try it with; ends with the stack."""
        return self._keep(
            Playground(
                api=self.front.url, aws=self.cloud.endpoint, uses_real_gemini=self.uses_real_gemini, port=port
            )
        )

    def start_event_sources(self) -> None:
        if self.event_sources:
            return
        sqs = self.cloud.client("sqs")
        for pool in self.functions.values():
            self.event_sources += [EventSource(sqs, mapping, pool.invoke) for mapping in pool.blueprint.queues]

    def stop_event_sources(self) -> None:
        for source in self.event_sources:
            source.begin_stop()
        for source in self.event_sources:
            source.stop()
        self.event_sources.clear()

    def records(self, function: str, variable: str = "") -> Table:
        """The table in which a function keeps its jobs' records, with its keys; see FunctionBlueprint.records."""
        return self.functions[function].blueprint.records(variable)

    def table(self, function: str, variable: str = "") -> str:
        """Its name."""
        return self.records(function, variable).name

    def bucket(self, kind: str) -> str:
        """The bucket for `audio` or `documents`."""
        variable = f"S3_BUCKET_{kind.upper()}"
        environments = (pool.blueprint.environment for pool in self.functions.values())
        return next(environment[variable] for environment in environments if variable in environment)

    def store(self, bucket: str, key: str, content: bytes) -> str:
        """Puts an object into the bucket for `audio` or `documents`, and gives its s3:// URL."""
        name = self.bucket(bucket)
        self._s3.put_object(Bucket=name, Key=key, Body=content)
        return f"s3://{name}/{key}"

    @functools.cached_property
    def _s3(self) -> Any:
        return self.cloud.client("s3")

    def buckets(self) -> set[str]:
        return {self.template.name(logical_id) for logical_id in self.template.resources("AWS::S3::Bucket")}

    def queue_url(self, function: str) -> str:
        """The queue from which Lambda feeds a function."""
        name = self.functions[function].blueprint.queue().queue_name
        return f"{self.cloud.endpoint}/{identity.ACCOUNT}/{name}"

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


def missing_binaries() -> list[str]:
    """Executables of the template's functions that nobody has built."""
    wanted = blueprint.executables(Template.load(paths.template()))
    return [target for target in wanted if not (paths.binaries() / target).exists()]
