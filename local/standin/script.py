"""Scripted faults: what to do to which call, in the order they were written, each used up as often as it says."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field, fields
from typing import Any

from .errors import ServiceError
from .gemini import Generated


@dataclass(frozen=True)
class Match:
    """Which calls a rule is for; what is left out matches everything."""

    service: str | None = None
    model: str | None = None
    contains: str | None = None
    """Text anywhere in the request's body."""

    def fits(self, service: str, model: str, body: bytes) -> bool:
        return (
            self.service in (None, service)
            and self.model in (None, model)
            and (self.contains is None or self.contains.encode() in body)
        )


@dataclass(frozen=True)
class Action:
    """What happens to a call. Several can be combined, such as a delay and a status."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    """With `status`: the body, as text or as JSON. The request is then not looked at."""
    delay_before: float = 0.0
    delay_middle: float = 0.0
    """Seconds after half of the body has gone out."""
    cut: str | None = None
    """`before` closes the connection without an answer, `middle` after half of the body; `reset` is `before` by RST."""
    bytes_per_second: int | None = None
    truncate_body: bool = False
    """A complete HTTP answer whose JSON ends half-way."""
    text: str | None = None
    """The candidate's text instead of the one written from the request."""
    wrap: str | None = None
    """What the model writes around its JSON, which stands for `%s`: a fence, an introduction."""
    truncate_text: bool = False
    wrong_schema: bool = False
    """A candidate that is valid JSON of quite another shape."""
    patch: dict[str, Any] = field(default_factory=dict)
    """Changes to the candidate's JSON: dotted path (positions are numbers) to value; null removes what is there."""
    answer_patch: dict[str, Any] = field(default_factory=dict)
    """The same for the answer around the text, such as `candidates.0.finishReason` or `usageMetadata`."""
    everywhere: dict[str, Any] = field(default_factory=dict)
    """Changes to every member of these names, wherever it stands: a model that obeys an essay's `band 9`."""
    upload_share: float = 1.0
    """Of an upload's bytes, the part that arrives before the connection's other end fails with 503."""
    finish_reason: str | None = None
    block_reason: str | None = None
    model_version: str | None = None


@dataclass
class Rule:
    match: Match
    action: Action
    times: int | None = 1
    """None: for ever."""


class Script:
    """The rules still to be used. Threads of all calls share it."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._lock = threading.Lock()

    def add(self, rules: list[Rule]) -> None:
        with self._lock:
            self._rules += rules

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def remaining(self) -> int:
        with self._lock:
            return len(self._rules)

    def take(self, service: str, model: str, body: bytes) -> Action | None:
        """The first rule that fits, which is used up by this."""
        with self._lock:
            for rule in self._rules:
                if rule.match.fits(service, model, body):
                    if rule.times is not None:
                        rule.times -= 1
                        if rule.times <= 0:
                            self._rules.remove(rule)
                    return rule.action
        return None


def parse_rules(document: Any) -> list[Rule]:
    """Reads `[{match, action, times}]`. A name that nobody knows is an error: a typo must not make a fault vanish."""
    if isinstance(document, dict):
        document = document.get("rules", [document])
    rules = []
    for entry in document:
        if unknown := entry.keys() - {"match", "action", "times"}:
            raise ValueError(f"a rule has no {sorted(unknown)}")
        rules.append(
            Rule(_build(Match, entry.get("match", {})), _build(Action, entry.get("action", {})), entry.get("times", 1))
        )
    return rules


def _build(kind: type[Any], values: dict[str, Any]) -> Any:
    if unknown := values.keys() - {item.name for item in fields(kind)}:
        raise ValueError(f"{kind.__name__.lower()} has no {sorted(unknown)}")
    return kind(**values)


def instead(action: Action) -> ServiceError | None:
    """The answer that the script gives without looking at the request."""
    if action.status is None:
        return None
    body = action.body if isinstance(action.body, str) else json.dumps(action.body if action.body is not None else {})
    return ServiceError(action.status, body.encode(), {"Content-Type": "application/json"} | action.headers)


def alter(generated: Generated, action: Action) -> None:
    """Changes an answer before it is sent."""
    if action.text is not None:
        generated.text = action.text
    if action.wrong_schema:
        generated.text = '{"unexpected": [1, "two", {"three": null}]}'
    if action.patch and generated.text is not None:
        generated.text = patched(generated.text, action.patch)
    if action.everywhere and generated.text is not None:
        generated.text = json.dumps(_everywhere(json.loads(generated.text), action.everywhere), ensure_ascii=False)
    if action.wrap is not None and generated.text is not None:
        generated.text = action.wrap.replace("%s", generated.text)
    if action.truncate_text and generated.text is not None:
        generated.text = generated.text[: len(generated.text) // 2]
    if action.finish_reason is not None:
        generated.finish_reason = action.finish_reason
        if action.finish_reason == "MAX_TOKENS" and generated.text is not None:
            generated.text = generated.text[: len(generated.text) // 2]
        elif action.finish_reason != "STOP":
            generated.text = None
    generated.block_reason = action.block_reason
    generated.model_version = action.model_version or generated.model_version


def patched(text: str, patch: dict[str, Any]) -> str:
    document = json.loads(text)
    for path, value in patch.items():
        *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        place = document
        for part in parents:
            place = place[part]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return json.dumps(document, ensure_ascii=False)


def _everywhere(value: Any, members: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {name: members[name] if name in members else _everywhere(item, members) for name, item in value.items()}
    return [_everywhere(item, members) for item in value] if isinstance(value, list) else value
