"""Verifies an AWS Signature Version 4 with botocore's own signer, so that a wrong one can't pass."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
from dataclasses import dataclass

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from .errors import aws_error

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, ?"
    r"SignedHeaders=(?P<headers>[^,]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)
_CLOCK_SKEW = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Verifier:
    access_key: str
    secret_key: str
    session_token: str
    region: str
    service: str

    def check(self, method: str, target: str, headers: dict[str, str], body: bytes) -> None:
        """Raises the 403 that AWS gives. `target` is the request line's, as it came; header names in lower case."""
        match = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if match is None:
            raise aws_error(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
        if match["key"] != self.access_key or headers.get("x-amz-security-token", "") != self.session_token:
            raise aws_error(
                403, "UnrecognizedClientException", "The security token included in the request is invalid."
            )
        self._check_scope(match, headers)
        claimed = headers.get("x-amz-content-sha256")
        if claimed is not None and claimed != hashlib.sha256(body).hexdigest():
            raise _refused("The provided 'x-amz-content-sha256' header does not match what was computed.")
        if not hmac.compare_digest(self._signature(method, target, headers, body, match), match["signature"]):
            raise _refused(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                "Access Key and signing method. Consult the service documentation for details."
            )

    def _check_scope(self, match: re.Match[str], headers: dict[str, str]) -> None:
        if match["service"] != self.service:
            raise _refused(f"Credential should be scoped to correct service: '{self.service}'.")
        if match["region"] != self.region:
            raise _refused(f"Credential should be scoped to a valid region, not '{match['region']}'.")
        date = headers.get("x-amz-date", "")
        if not re.fullmatch(r"\d{8}T\d{6}Z", date) or not date.startswith(match["date"]):
            raise _refused("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.")
        signed_at = datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        if abs(datetime.datetime.now(datetime.timezone.utc) - signed_at) > _CLOCK_SKEW:
            raise _refused(f"Signature expired: {date} is too far from the server's time.")
        signed = match["headers"].split(";")
        unsigned = [name for name in headers if (name == "host" or name.startswith("x-amz-")) and name not in signed]
        if unsigned or signed != sorted(signed):
            raise _refused(f"There were headers present in the request which were not signed: {', '.join(unsigned)}")

    def _signature(
        self, method: str, target: str, headers: dict[str, str], body: bytes, match: re.Match[str]
    ) -> str:
        signed = {name: headers.get(name, "") for name in match["headers"].split(";")}
        request = AWSRequest(method, f"http://{headers['host']}{target}", headers=signed, data=body)
        request.context["timestamp"] = headers["x-amz-date"]
        signer = SigV4Auth(Credentials(self.access_key, self.secret_key), self.service, self.region)
        string_to_sign = signer.string_to_sign(request, signer.canonical_request(request))
        return str(signer.signature(string_to_sign, request))


def _refused(message: str) -> Exception:
    return aws_error(403, "InvalidSignatureException", message)
