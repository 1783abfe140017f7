"""Who calls the HTTP API: as a request says it, and as a gateway tells the function.

There are no real tokens and keys here. A request's Authorization header speaks for one of three:

    Bearer ada              the learner `ada`, as a JWT authorizer would say
    AWS4-HMAC-SHA256 …      a trusted back end, which signed with IAM; the signature itself is not looked at
    none, or anything else  nobody: the event carries no authorizer's word, as behind a route that was left open

A learner comes with a JWT authorizer's context, whatever the template's ApiAuth says: a context that names a learner is
a learner's in every mode.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from . import identity

_SIGNATURE = "AWS4-HMAC-SHA256"
_TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class Caller:
    authorization: str | None
    """The header, where there is one."""

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.authorization is None else {"Authorization": self.authorization}

    @property
    def learner(self) -> str | None:
        scheme, _, user = (self.authorization or "").partition(" ")
        return user.strip() or None if scheme.lower() == "bearer" else None

    @property
    def is_back_end(self) -> bool:
        return (self.authorization or "").startswith(_SIGNATURE)


BACK_END = Caller(f"{_SIGNATURE} Credential={identity.ACCESS_KEY}, SignedHeaders=host, Signature=local")
NOBODY = Caller(None)


def learner(user: str) -> Caller:
    return Caller(f"Bearer {user}")


def caller(who: str | Caller | None) -> Caller:
    """A learner by name, or whoever is given; None is the back end, which most tests of a function mean."""
    if isinstance(who, Caller):
        return who
    return BACK_END if who is None else learner(who)


def context_2(found: Caller) -> dict[str, Any] | None:
    """`requestContext.authorizer` of payload format 2.0."""
    if found.learner:
        return {"jwt": {"claims": _claims(found.learner), "scopes": None}}
    if not found.is_back_end:
        return None
    return {
        "iam": {
            "accessKey": identity.ACCESS_KEY,
            "accountId": identity.ACCOUNT,
            "callerId": identity.BACK_END_ID,
            "cognitoIdentity": None,
            "principalOrgId": None,
            "userArn": identity.BACK_END_ARN,
            "userId": identity.BACK_END_ID,
        }
    }


def context_1(found: Caller) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """`requestContext.authorizer` of payload format 1.0, and what its `identity` says of who signed."""
    if found.learner:
        return {"claims": _claims(found.learner)}, {"userArn": None}
    if not found.is_back_end:
        return None, {"userArn": None}
    return None, {
        "accessKey": identity.ACCESS_KEY,
        "accountId": identity.ACCOUNT,
        "caller": identity.BACK_END_ID,
        "user": identity.BACK_END_ID,
        "userArn": identity.BACK_END_ARN,
    }


def _claims(user: str) -> dict[str, str]:
    now = int(time.time())
    # API Gateway hands claims on as text, numbers included.
    return {"sub": user, "iss": "https://issuer.local", "iat": str(now), "exp": str(now + _TOKEN_SECONDS)}
