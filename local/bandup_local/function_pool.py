"""A function as its callers see it: as many instances as run at one time, up to a limit."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path
from typing import Any

from .blueprint import FunctionBlueprint
from .emulator import Emulator, Invocation


class FunctionPool:
    """Gives an event to an idle instance, or to a new one while there are fewer than the limit, as Lambda does."""

    def __init__(
        self,
        blueprint: FunctionBlueprint,
        bootstrap: Path,
        environment: dict[str, str],
        logs: Path,
        most_instances: int = 2,
    ) -> None:
        self.blueprint = blueprint
        self.bootstrap = bootstrap
        self._environment = environment
        self._logs = logs
        self._free_places = threading.Semaphore(most_instances)
        self._lock = threading.Lock()
        self.instances: list[Emulator] = []
        self._taken: set[Emulator] = set()

    def invoke(self, event: Any) -> Invocation:
        with self._free_places:
            instance = self._take()
            try:
                return instance.invoke(event)
            finally:
                with self._lock:
                    self._taken.discard(instance)

    def new_instance(
        self, *, timeout_seconds: int | None = None, bootstrap: Path | None = None, **changes: str
    ) -> Emulator:
        """An instance apart from the pool, with some variables changed; its caller stops it.

        `bootstrap`: a program that runs the function in surroundings of its own, such as a smaller disk, and behind
        as-lambda, as it may need more itself.
        """
        blueprint = self.blueprint
        if timeout_seconds is not None:
            blueprint = dataclasses.replace(blueprint, timeout_seconds=timeout_seconds)
        if bootstrap is not None:
            return Emulator(blueprint, bootstrap, self._environment | changes, self._logs, launcher=None)
        return Emulator(blueprint, self.bootstrap, self._environment | changes, self._logs)

    def variables(self) -> dict[str, str]:
        """What an instance's environment holds, for whoever runs the function without the emulator."""
        return self.blueprint.variables() | self._environment

    def log(self) -> str:
        return "\n".join(instance.log() for instance in self.instances)

    def wait_until_idle(self) -> None:
        for instance in list(self.instances):
            instance.wait_until_idle()

    def stop(self) -> None:
        for instance in self.instances:
            instance.stop()
        self.instances.clear()

    def _take(self) -> Emulator:
        with self._lock:
            waiting = [instance for instance in self.instances if instance not in self._taken]
            # One that works on after its answer is free for us, but not yet for a new event.
            instance = next((one for one in waiting if not one.is_busy), None)
            if instance is None:
                instance = Emulator(self.blueprint, self.bootstrap, self._environment, self._logs)
                self.instances.append(instance)
            self._taken.add(instance)
            return instance
