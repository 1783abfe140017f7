"""The faults that one job meets, in the order of a job's steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bandup_local.fault_proxy import aws_refusal
from bandup_local.subjects import FLASHCARDS, SPEAKING, WRITING, Subject
from lab import MAX_DELIVERIES, Lab, Outcome

Rule = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    step: str
    what: str
    subject: Subject = WRITING
    cloud: tuple[Rule, ...] = ()
    """Rules of the AWS proxy."""
    models: tuple[Rule, ...] = ()
    """Rules of the stand-in."""
    heals_after: int | None = None
    """The delivery after which the rules are lifted; None: they end by themselves or never."""
    timeout: int | None = None
    """Seconds that the function may run; gives it an instance of its own."""
    own_instance: bool = False
    """Where a cached secret or a used-up retry budget would change the outcome."""
    variables: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    status: str | None = "completed"
    code: str | None = None
    deliveries: int = 1
    calls: int = 1
    embeddings: int | None = None
    is_dead: bool = False
    log: str | None = None
    """What the function's log must say."""
    check: Callable[[Lab, Outcome], None] | None = None
    short: bool = False

    def __str__(self) -> str:
        return f"{self.step}: {self.what}"


# The steps, told apart by what their requests hold.

_CLAIM = {"service": "dynamodb", "operation": "UpdateItem", "contains": "attribute_not_exists"}
_FINISH = {"service": "dynamodb", "operation": "UpdateItem", "contains": '"completed"'}
_GIVE_UP = {"service": "dynamodb", "operation": "UpdateItem"}
"""Release or failure: whatever update comes after the claim of a job that does not succeed."""
_SECRET = {"service": "secretsmanager", "operation": "GetSecretValue"}
_OBJECT = {"service": "s3", "operation": "GetObject"}
_KEEP = {"service": "s3", "operation": "PutObject"}


def _rule(match: Rule, times: int | None = 1, after: bool = False, **action: Any) -> Rule:
    return {"match": match, "action": action, "times": times, "after": after}


def _refused(match: Rule, status: int, code: str, times: int | None = 1) -> Rule:
    return aws_refusal(status, code, times=times, **match)


def _gemini(times: int | None = 1, **action: Any) -> Rule:
    return {"match": {"service": "gemini"}, "action": action, "times": times}


def _titan(times: int | None = 1, **action: Any) -> Rule:
    return {"match": {"service": "titan"}, "action": action, "times": times}


def _google(code: int, status: str, *details: Rule, times: int | None = 1, **action: Any) -> Rule:
    error = {"code": code, "message": "scripted", "status": status, "details": list(details)}
    return _gemini(times, status=code, body={"error": error}, **action)


def _detail(kind: str, **members: Any) -> Rule:
    return {"@type": f"type.googleapis.com/google.rpc.{kind}"} | members


_DAILY = _detail("QuotaFailure", violations=[{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}])
_BAD_KEY = _detail("ErrorInfo", reason="API_KEY_INVALID", domain="googleapis.com")


# What single faults are also looked at for.


def _second_call_waited(seconds: float) -> Callable[[Lab, Outcome], None]:
    def check(lab: Lab, outcome: Outcome) -> None:
        gap = outcome.calls[1]["started_at"] - outcome.calls[0]["started_at"]
        assert gap >= seconds, f"called again after {gap:.2f} s"

    return check


def _secret_reads(count: int) -> Callable[[Lab, Outcome], None]:
    def check(lab: Lab, outcome: Outcome) -> None:
        assert lab.proxy.count("secretsmanager", "GetSecretValue") == count

    return check


def _ended_before(seconds: float) -> Callable[[Lab, Outcome], None]:
    def check(lab: Lab, outcome: Outcome) -> None:
        assert outcome.invocations[0].seconds < seconds

    return check


def _larger_limit(lab: Lab, outcome: Outcome) -> None:
    first, second = (call["body"]["generationConfig"]["maxOutputTokens"] for call in outcome.calls)
    assert second > first


def _nothing_left_behind(lab: Lab, outcome: Outcome) -> None:
    assert lab.recovery_objects(outcome.record["user_id"]) == []


def _was_recovered(lab: Lab, outcome: Outcome) -> None:
    assert "the result of an earlier attempt was found" in outcome.invocations[-1].log
    assert lab.recovery_objects(outcome.record["user_id"]) == []


CLAIM = [
    Fault("claim", "throttled once", cloud=(_refused(_CLAIM, 400, "ThrottlingException"),), short=True),
    Fault("claim", "capacity exceeded once",
          cloud=(_refused(_CLAIM, 400, "ProvisionedThroughputExceededException"),)),
    Fault("claim", "500 once", cloud=(_refused(_CLAIM, 500, "InternalServerError"),)),
    Fault("claim", "503 once", cloud=(_refused(_CLAIM, 503, "ServiceUnavailable"),)),
    Fault("claim", "connection reset before it arrives", cloud=(_rule(_CLAIM, cut="reset"),)),
    Fault("claim", "written, answer lost", cloud=(_rule(_CLAIM, after=True, cut="before"),), short=True),
    Fault("claim", "written, connection reset", cloud=(_rule(_CLAIM, after=True, cut="reset"),)),
    Fault("claim", "written, answer cut in the middle", cloud=(_rule(_CLAIM, after=True, cut="middle"),)),
    Fault("claim", "written, answer's JSON ends half-way", cloud=(_rule(_CLAIM, after=True, truncate_body=True),)),
    Fault("claim", "written, answer replaced by 500", cloud=(
        _rule(_CLAIM, after=True, status=500, body={"__type": "InternalServerError"}),)),
    Fault("claim", "written, answer trickles", cloud=(_rule(_CLAIM, after=True, bytes_per_second=150),)),
    Fault("claim", "throttled for a whole delivery", cloud=(_refused(_CLAIM, 400, "ThrottlingException", None),),
          heals_after=1, own_instance=True, deliveries=2),
    Fault("claim", "access denied until the second delivery",
          cloud=(_refused(_CLAIM, 400, "AccessDeniedException", None),), heals_after=1, deliveries=2),
    Fault("claim", "no table for all deliveries", cloud=(_refused(_CLAIM, 400, "ResourceNotFoundException", None),),
          status=None, deliveries=MAX_DELIVERIES, calls=0, is_dead=True),
    Fault("claim", "two seconds left in every delivery: given back, not begun", timeout=2, status="failed",
          code="unavailable", deliveries=MAX_DELIVERIES, calls=0, is_dead=True, check=_ended_before(1.5), short=True),
    Fault("claim", "every answer lost for a whole delivery", cloud=(_rule(_CLAIM, None, after=True, cut="before"),),
          heals_after=1, timeout=8, deliveries=2),
]  # fmt: skip

SECRET = [
    Fault("secret", "500 once", cloud=(_refused(_SECRET, 500, "InternalServiceError"),), own_instance=True, short=True),
    Fault("secret", "throttled once", cloud=(_refused(_SECRET, 400, "ThrottlingException"),), own_instance=True),
    Fault("secret", "answer lost", cloud=(_rule(_SECRET, after=True, cut="before"),), own_instance=True),
    Fault("secret", "answer's JSON ends half-way until the second delivery",
          cloud=(_rule(_SECRET, None, after=True, truncate_body=True),), own_instance=True, heals_after=1,
          deliveries=2),
    Fault("secret", "access denied until the second delivery",
          cloud=(_refused(_SECRET, 400, "AccessDeniedException", None),), own_instance=True, heals_after=1,
          deliveries=2),
    Fault("secret", "not there for all deliveries",
          cloud=(_refused(_SECRET, 400, "ResourceNotFoundException", None),), own_instance=True, status="failed",
          code="unavailable", deliveries=MAX_DELIVERIES, calls=0, is_dead=True),
    Fault("secret", "holds no key until the second delivery",
          cloud=(_rule(_SECRET, None, status=200, body={"SecretString": "{}", "Name": "x"}),), own_instance=True,
          heals_after=1, deliveries=2, log="GEMINI_API_KEY_SECRET_ARN"),
]  # fmt: skip

OBJECT = [
    Fault("object", "503 SlowDown once", SPEAKING, cloud=(_refused(_OBJECT, 503, "SlowDown"),), short=True),
    Fault("object", "500 once", SPEAKING, cloud=(_refused(_OBJECT, 500, "InternalError"),)),
    Fault("object", "connection reset before it arrives", SPEAKING, cloud=(_rule(_OBJECT, cut="reset"),)),
    Fault("object", "cut in the middle of the recording", SPEAKING,
          cloud=(_rule(_OBJECT, after=True, cut="middle"),), short=True),
    Fault("object", "the recording trickles", SPEAKING,
          cloud=(_rule(_OBJECT, after=True, bytes_per_second=300_000),)),
    Fault("object", "stands still until the deadline", SPEAKING,
          cloud=(_rule(_OBJECT, None, after=True, delay_middle=30),), timeout=8, heals_after=1, deliveries=2,
          check=_ended_before(7)),
    Fault("object", "not there", SPEAKING, cloud=(_refused(_OBJECT, 404, "NoSuchKey", None),), status="failed",
          code="not_found", calls=0),
    Fault("object", "access denied until the second delivery", SPEAKING,
          cloud=(_refused(_OBJECT, 403, "AccessDenied", None),), heals_after=1, deliveries=2),
    Fault("object", "SlowDown for all deliveries", SPEAKING, cloud=(_refused(_OBJECT, 503, "SlowDown", None),),
          own_instance=True, status="failed", code="throttled", deliveries=MAX_DELIVERIES, calls=0, is_dead=True),
    Fault("object", "an HTML page in place of the recording", SPEAKING,
          cloud=(_rule(_OBJECT, status=200, body="<html>sign in</html>", headers={"Content-Type": "text/html"}),),
          status="failed", code="unsupported_media", calls=0),
    Fault("object", "half a PDF", FLASHCARDS, cloud=(_rule(_OBJECT, after=True, truncate_body=True),),
          status="failed", code="unreadable_document", calls=0),
]  # fmt: skip

_LONG = {"is_long": True}
EMBEDDING = [
    Fault("embedding", "throttled once", FLASHCARDS, fields=_LONG, models=(
        _titan(status=429, body={"message": "slow"}, headers={"x-amzn-errortype": "ThrottlingException"}),)),
    Fault("embedding", "503 three times", FLASHCARDS, fields=_LONG, models=(
        _titan(3, status=503, body={"message": "x"}, headers={"x-amzn-errortype": "ServiceUnavailableException"}),)),
    Fault("embedding", "connection cut", FLASHCARDS, fields=_LONG, models=(_titan(cut="before"),)),
    Fault("embedding", "answer's JSON ends half-way", FLASHCARDS, fields=_LONG, own_instance=True,
          models=(_titan(truncate_body=True),), deliveries=2),
    Fault("embedding", "down until the second delivery", FLASHCARDS, fields=_LONG, own_instance=True, models=(
        _titan(None, status=500, body={"message": "x"}, headers={"x-amzn-errortype": "InternalServerException"}),),
        heals_after=1, deliveries=2),
    Fault("embedding", "access denied for all deliveries", FLASHCARDS, fields=_LONG, models=(
        _titan(None, status=403, body={"message": "x"}, headers={"x-amzn-errortype": "AccessDeniedException"}),),
        status="failed", code="model_error", deliveries=MAX_DELIVERIES, calls=0, is_dead=True),
    Fault("embedding", "stands still until the deadline", FLASHCARDS, fields=_LONG, timeout=8,
          models=(_titan(None, delay_before=30),), heals_after=1, deliveries=2, check=_ended_before(7)),
]  # fmt: skip

MODEL = [
    *[Fault("model", f"{status} once", models=(_google(status, name),), calls=2, short=status == 503)
      for status, name in ((408, "CANCELLED"), (500, "INTERNAL"), (502, "UNKNOWN"), (503, "UNAVAILABLE"),
                           (504, "DEADLINE_EXCEEDED"))],
    Fault("model", "503 with an HTML page", models=(_gemini(status=503, body="<html>busy</html>"),), calls=2),
    Fault("model", "connection cut before the answer", models=(_gemini(cut="before"),), calls=2, short=True),
    Fault("model", "connection reset before the answer", models=(_gemini(cut="reset"),), calls=2),
    Fault("model", "cut in the middle of the answer", models=(_gemini(cut="middle"),), calls=2),
    Fault("model", "answer trickles, slower than any learner waits", models=(_gemini(bytes_per_second=1500),),
          short=True),
    Fault("model", "429, RetryInfo of 2 s obeyed",
          models=(_google(429, "RESOURCE_EXHAUSTED", _detail("RetryInfo", retryDelay="2s")),), calls=2,
          check=_second_call_waited(2), short=True),
    Fault("model", "429, Retry-After of 2 s obeyed",
          models=(_google(429, "RESOURCE_EXHAUSTED", headers={"Retry-After": "2"}),), calls=2,
          check=_second_call_waited(2)),
    Fault("model", "503, Retry-After of 2 s obeyed",
          models=(_google(503, "UNAVAILABLE", headers={"Retry-After": "2"}),), calls=2,
          check=_second_call_waited(2)),
    Fault("model", "429, RetryInfo beyond the deadline: given back at once",
          models=(_google(429, "RESOURCE_EXHAUSTED", _detail("RetryInfo", retryDelay="3600.5s")),), calls=2,
          deliveries=2, check=_ended_before(5)),
    Fault("model", "quota of the day: not tried again in the delivery",
          models=(_google(429, "RESOURCE_EXHAUSTED", _DAILY, _detail("RetryInfo", retryDelay="1s")),), calls=2,
          deliveries=2, check=_ended_before(5), short=True),
    Fault("model", "quota of the day for all deliveries",
          models=(_google(429, "RESOURCE_EXHAUSTED", _DAILY, times=None),), status="failed", code="throttled",
          calls=MAX_DELIVERIES, deliveries=MAX_DELIVERIES, is_dead=True),
    Fault("model", "503 for all deliveries, 5 calls each", models=(_google(503, "UNAVAILABLE", times=None),),
          own_instance=True, status="failed", code="model_error", calls=5 * MAX_DELIVERIES,
          deliveries=MAX_DELIVERIES, is_dead=True),
    Fault("model", "retired (404): the log names the variable",
          models=(_google(404, "NOT_FOUND", times=None),), status="failed", code="model_error",
          calls=MAX_DELIVERIES, deliveries=MAX_DELIVERIES, is_dead=True, log="GEMINI_MODEL", short=True),
    Fault("model", "audio model retired (404): the log names the variable", SPEAKING,
          models=(_google(404, "NOT_FOUND", times=None),), status="failed", code="model_error",
          calls=MAX_DELIVERIES, deliveries=MAX_DELIVERIES, is_dead=True, log="GEMINI_AUDIO_MODEL"),
    Fault("model", "key refused once: secret read anew once, call repeated once",
          models=(_google(400, "INVALID_ARGUMENT", _BAD_KEY),), own_instance=True, calls=2, check=_secret_reads(2),
          short=True),
    Fault("model", "key refused for a delivery: read anew once, not more",
          models=(_google(400, "INVALID_ARGUMENT", _BAD_KEY, times=2),), own_instance=True, deliveries=2, calls=3,
          check=_secret_reads(2)),
    Fault("model", "permission denied until the second delivery",
          models=(_google(403, "PERMISSION_DENIED", times=None),), heals_after=1, deliveries=2, calls=2),
    Fault("model", "request refused (400)", models=(_google(400, "INVALID_ARGUMENT", times=None),), status="failed",
          code="model_error"),
    Fault("model", "request too large (413)", models=(_gemini(None, status=413, body="<html>"),), status="failed",
          code="too_large"),
    Fault("model", "answer's JSON ends half-way: asked again", models=(_gemini(truncate_body=True),), calls=2),
    Fault("model", "candidate's JSON ends half-way: asked again", models=(_gemini(truncate_text=True),), calls=2),
    Fault("model", "MAX_TOKENS: asked again with a larger limit", models=(_gemini(finish_reason="MAX_TOKENS"),),
          calls=2, check=_larger_limit, short=True),
    Fault("model", "another shape than the schema's: asked again", models=(_gemini(wrong_schema=True),), calls=2),
    Fault("model", "a band of 11: asked again",
          models=(_gemini(patch={"task_achievement.band": 11}),), calls=2),
    Fault("model", "another shape twice", models=(_gemini(None, wrong_schema=True),), calls=2, status="failed",
          code="model_error"),
    Fault("model", "prompt blocked", models=(_gemini(None, block_reason="SAFETY", text=""),), status="failed",
          code="unprocessable", short=True),
    Fault("model", "answer withheld for safety", models=(_gemini(None, finish_reason="SAFETY"),), status="failed",
          code="unprocessable"),
    Fault("model", "silent until the deadline: given back, not killed", models=(_gemini(delay_before=30),), timeout=8,
          deliveries=2, calls=2, check=_ended_before(7)),
    Fault("model", "trickles beyond the deadline: given back, not killed", models=(_gemini(bytes_per_second=60),),
          timeout=8, deliveries=2, calls=2, check=_ended_before(7)),
    Fault("model", "silent for all deliveries", models=(_gemini(None, delay_before=30),), timeout=8, status="failed",
          code="deadline_exceeded", deliveries=MAX_DELIVERIES, calls=MAX_DELIVERIES, is_dead=True),
    # The pauses between five attempts come to 15 seconds at most: the deadline is not what ends these two.
    Fault("model", "its name can't be resolved", variables={"GEMINI_ENDPOINT": "http://model.invalid"},
          own_instance=True, timeout=20, status="failed", code="unavailable", deliveries=MAX_DELIVERIES, calls=0,
          is_dead=True),
    Fault("model", "nothing listens", variables={"GEMINI_ENDPOINT": "http://127.0.0.1:9"}, own_instance=True,
          timeout=20, status="failed", code="unavailable", deliveries=MAX_DELIVERIES, calls=0, is_dead=True),
]  # fmt: skip

FINISH = [
    Fault("finish", "throttled once", cloud=(_refused(_FINISH, 400, "ThrottlingException"),)),
    Fault("finish", "500 once", cloud=(_refused(_FINISH, 500, "InternalServerError"),), short=True),
    Fault("finish", "connection reset before it arrives", cloud=(_rule(_FINISH, cut="reset"),)),
    Fault("finish", "written, answer lost", cloud=(_rule(_FINISH, after=True, cut="before"),), short=True),
    Fault("finish", "written, answer cut in the middle", cloud=(_rule(_FINISH, after=True, cut="middle"),)),
    Fault("finish", "written, answer replaced by 500",
          cloud=(_rule(_FINISH, after=True, status=500, body={"__type": "InternalServerError"}),)),
    Fault("finish", "throttled for 5 s: kept in S3, then written",
          cloud=(_refused(_FINISH, 400, "ThrottlingException", 6),), own_instance=True,
          check=_nothing_left_behind),
    Fault("finish", "throttled until the deadline: kept in S3, found by the next delivery",
          cloud=(_refused(_FINISH, 400, "ThrottlingException", None),), timeout=7, heals_after=1, deliveries=2,
          check=_was_recovered, short=True),
    Fault("finish", "throttled until the deadline, cards", FLASHCARDS,
          cloud=(_refused(_FINISH, 400, "ThrottlingException", None),), timeout=10, heals_after=1, deliveries=2,
          check=_was_recovered),
    Fault("finish", "access denied: kept in S3, found by the next delivery",
          cloud=(_refused(_FINISH, 400, "AccessDeniedException", None),), timeout=8, heals_after=1, deliveries=2,
          check=_was_recovered),
    Fault("finish", "written, every answer lost until the deadline",
          cloud=(_rule(_FINISH, None, after=True, cut="before"),), timeout=10, heals_after=1, deliveries=2),
    Fault("finish", "throttled, and S3 does not keep it either: paid again",
          cloud=(_refused(_FINISH, 400, "ThrottlingException", None), _refused(_KEEP, 503, "SlowDown", None)),
          timeout=10, heals_after=1, deliveries=2, calls=2),
    Fault("finish", "throttled, S3's answer to the kept object lost",
          cloud=(_refused(_FINISH, 400, "ThrottlingException", None), _rule(_KEEP, after=True, cut="before")),
          timeout=10, heals_after=1, deliveries=2, check=_was_recovered),
]  # fmt: skip

_PASS_CLAIM = _rule(_CLAIM)
GIVING_UP = [
    Fault("release", "throttled: the claim runs out by itself",
          models=(_google(429, "RESOURCE_EXHAUSTED", _DAILY),),
          cloud=(_PASS_CLAIM, _refused(_GIVE_UP, 400, "ThrottlingException", None)), timeout=8, heals_after=1,
          deliveries=2, calls=2),
    Fault("release", "written, answer lost", models=(_google(429, "RESOURCE_EXHAUSTED", _DAILY),),
          cloud=(_PASS_CLAIM, _rule(_GIVE_UP, after=True, cut="before")), deliveries=2, calls=2),
    Fault("failure", "written, answer lost", models=(_gemini(None, block_reason="SAFETY", text=""),),
          cloud=(_PASS_CLAIM, _rule(_GIVE_UP, after=True, cut="before")), status="failed", code="unprocessable"),
    Fault("failure", "not written: the next delivery writes it", models=(_gemini(2, wrong_schema=True),),
          cloud=(_PASS_CLAIM, _refused(_GIVE_UP, 400, "AccessDeniedException", None)), timeout=8, heals_after=1,
          deliveries=2, calls=3),
]  # fmt: skip

ALL = [*CLAIM, *SECRET, *OBJECT, *EMBEDDING, *MODEL, *FINISH, *GIVING_UP]
