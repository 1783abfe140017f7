"""Recomputes the signature of a presigned URL with botocore, as S3 would on the request that really arrives."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from bandup_local import identity
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def is_valid(method: str, url: str, headers: dict[str, str] | None = None) -> bool:
    """Whether S3 would take this request: what is signed must be as it was when it was signed."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    signature = query.pop("X-Amz-Signature")
    arriving = {name.lower(): value for name, value in (headers or {}).items()} | {"host": parts.netloc}
    signed = query["X-Amz-SignedHeaders"].split(";")
    if not arriving.keys() >= set(signed):
        return False
    kept = "&".join(part for part in parts.query.split("&") if not part.startswith("X-Amz-Signature="))
    request = AWSRequest(method, f"{parts.scheme}://{parts.netloc}{parts.path}?{kept}")
    for name in signed:
        request.headers[name] = arriving[name]
    request.context["timestamp"] = query["X-Amz-Date"]
    signer = S3SigV4QueryAuth(
        Credentials(identity.ACCESS_KEY, identity.SECRET_KEY), "s3", identity.REGION, int(query["X-Amz-Expires"])
    )
    string_to_sign = signer.string_to_sign(request, _canonical(signer, request))
    return signer.signature(string_to_sign, request) == signature


def _canonical(signer: S3SigV4QueryAuth, request: AWSRequest) -> str:
    """botocore leaves content-length out of what it signs itself; S3 takes every header that is named as signed."""
    request_headers = signer.headers_to_sign(request)
    for name, value in request.headers.items():
        if name.lower() not in request_headers:
            request_headers[name.lower()] = value
    return "\n".join(
        [
            request.method.upper(),
            signer._normalize_url_path(urlsplit(request.url).path),
            signer.canonical_query_string(request),
            signer.canonical_headers(request_headers) + "\n",
            signer.signed_headers(request_headers),
            "UNSIGNED-PAYLOAD",
        ]
    )
