"""Writes the golden cases of AWS Signature Version 4, with botocore as the oracle.

    python local/oracles/sigv4_cases.py Tests/BandUpCoreTests/Golden/AWS/sigv4.json

Three groups: requests signed in headers and requests signed in the query, both made by botocore's signers, and whole
presigned URLs of botocore's S3 client, which settle host style and key encoding as well. The output is the same every
time: the clock is frozen and the random part is seeded.
"""

import datetime
import functools
import json
import os
import random
import sys
from urllib.parse import quote

# Where awscrt is installed, botocore lets that sign presigned URLs; the oracle is botocore itself.
os.environ["BOTO_DISABLE_CRT"] = "true"

import boto3
import botocore
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.utils import percent_encode_sequence

SERVICES = {
    "s3": "s3",
    "dynamodb": "dynamodb",
    "sqs": "sqs",
    "secretsmanager": "secretsmanager",
    "bedrock": "bedrock-runtime",
}
# Documentation keys; the token has every character that base64 brings into a query.
LONG_LIVED = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None)
TEMPORARY = (
    "ASIAIOSFODNN7EXAMPLE",
    "h5r+9/Zm0Q==secret/with+signs",
    "IQoJb3JpZ2luX2VjEB0aCXVzLWVhc3QtMSJHMEUCIQD+/x9k3jZ==/+tokEN//8=",
)
DATES = [
    "2026-11-20T09:30:45",
    "2024-02-29T23:59:59",
    "2026-01-01T00:00:00",
    "2027-12-31T12:00:01",
    "2028-03-01T00:00:00",
    "2100-02-28T05:06:07",
]

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"]

S3_KEYS = [
    "plain.txt",
    "uploads/speaking_audio/u-1/20261120_093045_1a2b3c4d_answer.m4a",
    "with space and+plus",
    "reserved !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "per%20cent%2Fencoded",
    "tiếng Việt/bài viết số 1.pdf",
    "日本語/한국어/العربية",
    "emoji-🎓/🇻🇳",
    "e\u0301 decomposed, \u00e9 composed",
    "../up/./here/../there",
    "double//slash///triple",
    "/leading",
    "trailing/",
    "a=b&c=d;e",
    "~tilde_under-dash.dot",
    "line\ttab",
    "x" * 300,
]

PATHS = [
    "/",
    "/model/amazon.titan-embed-text-v2%3A0/invoke",
    "/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A123456789012%3Ainference-profile%2Feu.amazon/invoke",
    "/a/./b",
    "/a/../b",
    "/../../a",
    "/a//b///c",
    "/a/b/",
    "/a/b/..",
    "/.",
    "/..",
    "//",
    "/with%20space",
    "/tilde~plus+star*paren()",
    "/%E1%BB%8F",
    "/...",
    "/a/.hidden/..visible",
]

QUERIES = [
    "list-type=2",
    "prefix=a%2Fb&delimiter=%2F",
    "b=2&a=1",
    "a=2&a=1&a=10",
    "acl",
    "acl&versionId=abc",
    "empty=&also",
    "a-b=1&a=2&a.c=3&aB=4&ab=5&a%20b=6",
    "z=%C3%A9&y=%F0%9F%8E%93",
    "q=a%20b%2Bc%3Dd%26e",
    "A=1&a=1&B=1&b=1&_=1&~=1",
    "x=1=2=3",
    "",
    "max-keys=0&start-after=~",
]

PARAMETERS = [
    {"prefix": "a/b c", "delimiter": "/"},
    {"key": "tiếng Việt", "other": "日本語"},
    {"reserved": "!*'();:@&=+$,/?#[]%", "tilde": "-_.~"},
    [("tag", "b"), ("tag", "a"), ("tag", ""), ("Tag", "z")],
    {"empty": "", "blank": " "},
    {"nested[0]": "x", "nested[1]": "y", "nested.2": "z"},
]

HEADERS = [
    [["Content-Type", "application/x-amz-json-1.0"], ["X-Amz-Target", "DynamoDB_20120810.GetItem"]],
    [["X-Custom", "  leading and trailing  "]],
    [["X-Custom", "many     inner \t\t spaces"]],
    [["X-Custom", "tab\tseparated\tvalue"]],
    [["X-Custom", ""], ["X-Blank", "   "]],
    [["X-Multi", "b"], ["X-Multi", " a "], ["X-Multi", "c,d"]],
    [["ZEBRA", "last"], ["alpha", "first"], ["Middle", "m"]],
    [["x-a", "1"], ["x-a-b", "2"], ["x-ab", "3"], ["x_a", "4"]],
    [["X-Quoted", '"a  b"   "c   d"']],
    [["User-Agent", "bandup/1"], ["X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793"]],
    [["Connection", "keep-alive"], ["Expect", "100-continue"], ["Transfer-Encoding", "chunked"], ["TE", "trailers"]],
    [["traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"], ["baggage", "k=v"]],
    [["x-amz-meta-name", "Nguyễn Văn A"]],
    [["amz-sdk-invocation-id", "0b5c1c4e"], ["amz-sdk-request", "attempt=1; max=3"]],
    [["Content-Length", "1048576"], ["Content-Type", "audio/mp4"]],
    [["Content-Type", "text/plain; charset=utf-8"], ["Cache-Control", "no-store"]],
    [["x-amz-server-side-encryption", "aws:kms"], ["x-amz-acl", "private"]],
]

BODIES = ["", "{}", '{"TableName":"bandup-evaluations"}', "Essay: \u201cđề thi\u201d\n" * 5, "a" * 1024]


class Frozen:
    """botocore's clock, stopped at a moment."""

    def __init__(self, moment):
        self.moment = datetime.datetime.fromisoformat(moment)

    def __enter__(self):
        self.original = auth.get_current_datetime
        auth.get_current_datetime = lambda remove_tzinfo=True: self.moment
        return self

    def __exit__(self, *_):
        auth.get_current_datetime = self.original


class Case:
    """One request, described so that botocore and Swift can both build it."""

    def __init__(self, name, service, **given):
        self.name = name
        self.service = service
        self.region = given.get("region", "eu-central-1")
        self.endpoint = given.get("endpoint", f"https://{SERVICES[service]}.{self.region}.amazonaws.com")
        self.method = given.get("method", "POST")
        self.path = given.get("path", "/")
        self.query = given.get("query")
        self.parameters = given.get("parameters")
        self.headers = given.get("headers", [])
        self.body = given.get("body", "")
        self.keys = given.get("keys", LONG_LIVED)
        self.date = given.get("date", DATES[0])
        self.unsigned = given.get("unsigned", False)
        self.expires = given.get("expires", 900)

    def request(self):
        url = self.endpoint + self.path + ("" if self.query is None else "?" + self.query)
        request = AWSRequest(
            method=self.method, url=url, data=self.body.encode(), params=self.parameters or {})
        for name, value in self.headers:
            request.headers.add_header(name, value)
        # The part of botocore's S3 configuration that leaves the body out of the signature.
        request.context["client_config"] = Config(s3={"payload_signing_enabled": False} if self.unsigned else None)
        return request

    def described(self):
        """The case as Swift gets it: with the query as it goes over the wire."""
        wire_query = self.query
        if self.parameters:
            wire_query = percent_encode_sequence(self.parameters)
        seconds = datetime.datetime.fromisoformat(self.date).replace(tzinfo=datetime.timezone.utc).timestamp()
        access_key, secret, token = self.keys
        return {
            "name": self.name, "service": self.service, "region": self.region, "endpoint": self.endpoint,
            "method": self.method, "path": self.path, "query": wire_query, "headers": self.headers, "body": self.body,
            "access_key": access_key, "secret": secret, "token": token, "time": int(seconds),
        }

    def signed_in_headers(self):
        with Frozen(self.date):
            request = self.request()
            described = self.described()
            signer_type = auth.S3SigV4Auth if self.service == "s3" else auth.SigV4Auth
            signer = signer_type(Credentials(*self.keys), self.service, self.region)
            signer.add_auth(request)
            canonical = signer.canonical_request(without(request, "Authorization"))
        return described | {
            "unsigned_payload": self.unsigned,
            "canonical_request": canonical,
            "authorization": request.headers["Authorization"],
            "content_sha256": request.headers.get("X-Amz-Content-SHA256"),
        }

    def signed_in_query(self):
        with Frozen(self.date):
            request = self.request()
            described = self.described()
            signer_type = auth.S3SigV4QueryAuth if self.service == "s3" else auth.SigV4QueryAuth
            signer = signer_type(Credentials(*self.keys), self.service, self.region, expires=self.expires)
            signer.add_auth(request)
        return described | {"expires": self.expires, "url": request.url}


def without(request, header):
    """The request as it was when it was signed: its own signature is not part of it."""
    copy = AWSRequest(method=request.method, url=request.url, data=request.data, params=request.params)
    copy.context = request.context
    for name, value in request.headers.items():
        if name != header:
            copy.headers.add_header(name, value)
    return copy


def s3_path(key):
    return "/" + quote(key, safe="/~")


def header_cases():
    for service in SERVICES:
        for keys in (LONG_LIVED, TEMPORARY):
            kind = "with a session token" if keys[2] else "with long-lived keys"
            for method in METHODS:
                body = BODIES[2] if method in ("POST", "PUT") else ""
                yield Case(f"{service}: {method} {kind}", service, method=method, body=body, keys=keys)
    for index, key in enumerate(S3_KEYS):
        yield Case(f"s3: key {index}", "s3", method="GET", path=s3_path(key), keys=TEMPORARY,
                   endpoint="https://bandup-audio.s3.eu-central-1.amazonaws.com")
    for index, path in enumerate(PATHS):
        yield Case(f"bedrock: path {index}", "bedrock", path=path, body=BODIES[1])
        yield Case(f"s3: path {index} stays as it is", "s3", method="GET", path=path)
    for index, query in enumerate(QUERIES):
        for service in ("s3", "dynamodb"):
            yield Case(f"{service}: query {index}", service, method="GET", query=query)
    for index, parameters in enumerate(PARAMETERS):
        for service in ("s3", "sqs"):
            yield Case(f"{service}: parameters {index}", service, method="GET", parameters=parameters)
    for index, headers in enumerate(HEADERS):
        for service in ("s3", "secretsmanager"):
            yield Case(f"{service}: headers {index}", service, headers=headers, body=BODIES[1], keys=TEMPORARY)
    for index, body in enumerate(BODIES):
        yield Case(f"dynamodb: body {index}", "dynamodb", body=body, keys=TEMPORARY)
        yield Case(f"s3: body {index}", "s3", method="PUT", path="/b/k", body=body)
        yield Case(f"s3: body {index}, payload unsigned", "s3", method="PUT", path="/b/k", body=body, unsigned=True)
    for index, date in enumerate(DATES):
        yield Case(f"sqs: date {index}", "sqs", date=date, body=BODIES[1])
    for region in ("us-east-1", "ap-southeast-1", "cn-north-1"):
        yield Case(f"secretsmanager: in {region}", "secretsmanager", region=region, body=BODIES[1])
    for index, endpoint in enumerate(
            ["http://127.0.0.1:5000", "http://localhost", "https://[::1]:8443", "https://proxy.example:443/base"]):
        for service in ("s3", "dynamodb"):
            yield Case(f"{service}: endpoint {index}", service, endpoint=endpoint, body=BODIES[1], path="/b/k")


def query_cases():
    for service in SERVICES:
        for keys in (LONG_LIVED, TEMPORARY):
            kind = "with a session token" if keys[2] else "with long-lived keys"
            yield Case(f"{service}: presigned GET {kind}", service, method="GET", keys=keys)
            yield Case(f"{service}: presigned PUT {kind}", service, method="PUT", keys=keys, expires=604800,
                       headers=[["Content-Type", "application/pdf"], ["Content-Length", "52428800"]])
    for index, key in enumerate(S3_KEYS):
        yield Case(f"s3: presigned key {index}", "s3", method="PUT", path=s3_path(key), keys=TEMPORARY, expires=900,
                   endpoint="https://bandup-audio.s3.eu-central-1.amazonaws.com",
                   headers=[["content-type", "audio/mp4"]])
    for index, parameters in enumerate(PARAMETERS):
        # A list of pairs is a repeated parameter, which botocore does not presign.
        if isinstance(parameters, dict):
            query = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in parameters.items())
            for service in ("s3", "sqs"):
                yield Case(f"{service}: presigned parameters {index}", service, method="GET", query=query)
    for index, headers in enumerate(HEADERS):
        yield Case(f"s3: presigned headers {index}", "s3", method="PUT", path="/b/k", headers=headers)
    for index, path in enumerate(PATHS):
        yield Case(f"bedrock: presigned path {index}", "bedrock", method="GET", path=path)
    for index, date in enumerate(DATES):
        yield Case(f"s3: presigned date {index}", "s3", method="GET", date=date, expires=1 + index, keys=TEMPORARY)


def random_cases(generator, count):
    """Requests of random parts, for what nobody thought of."""
    alphabet = "abcXYZ019-_.~!*'();:@&=+$,?#[]% /\\\"<>^`{|}éđ中🎓\u0301"

    def text(longest):
        return "".join(generator.choice(alphabet) for _ in range(generator.randint(0, longest)))

    for index in range(count):
        service = generator.choice(list(SERVICES))
        names = generator.sample(["X-One", "x-two", "X-THREE", "content-type", "x-amz-meta-four"], 3)
        values = [" ".join(text(6).split("#")) for _ in names]
        yield Case(
            f"{service}: random {index}", service, method=generator.choice(METHODS),
            region=generator.choice(["us-east-1", "eu-west-3"]),
            path="/" + quote(text(20), safe=generator.choice(["/~", "/~+*()", "/~:@!$'"])),
            query="&".join(f"{quote(text(5), safe='-_.~')}={quote(text(5), safe='-_.~')}" for _ in range(4)),
            headers=[[name, value] for name, value in zip(names, values)], body=text(40),
            keys=generator.choice([LONG_LIVED, TEMPORARY]), date=generator.choice(DATES))


def s3_url_cases():
    """Whole presigned URLs of botocore's S3 client, on the bucket's regional host."""
    buckets = ["bandup-audio", "bandup.documents.example"]
    endpoints = [None, "http://127.0.0.1:5000"]
    for endpoint in endpoints:
        for bucket in buckets:
            for index, key in enumerate(S3_KEYS):
                for operation in ("put_object", "get_object"):
                    yield s3_url_case(f"{operation} {index} in {bucket} at {endpoint or 'AWS'}",
                                      operation, bucket, key, endpoint, index)


@functools.cache
def s3_client(keys, endpoint):
    return boto3.session.Session().client(
        "s3", region_name="ap-southeast-1", endpoint_url=endpoint,
        aws_access_key_id=keys[0], aws_secret_access_key=keys[1], aws_session_token=keys[2],
        config=Config(signature_version="s3v4", s3={"addressing_style": "path" if endpoint else "virtual"}))


def s3_url_case(name, operation, bucket, key, endpoint, index):
    keys = TEMPORARY if index % 2 else LONG_LIVED
    parameters = {"Bucket": bucket, "Key": key}
    content_type, content_length = None, None
    if operation == "put_object":
        content_type = "application/pdf"
        parameters["ContentType"] = content_type
        if index % 3 == 0:
            content_length = 1000 + index
            parameters["ContentLength"] = content_length
    with Frozen(DATES[0]):
        client = s3_client(keys, endpoint)
        url = client.generate_presigned_url(operation, Params=parameters, ExpiresIn=900)
    moment = datetime.datetime.fromisoformat(DATES[0]).replace(tzinfo=datetime.timezone.utc)
    return {
        "name": name, "operation": operation, "bucket": bucket, "key": key, "endpoint": endpoint,
        "region": "ap-southeast-1", "content_type": content_type, "content_length": content_length,
        "access_key": keys[0], "secret": keys[1], "token": keys[2], "time": int(moment.timestamp()), "expires": 900,
        "url": url,
    }


def main():
    generator = random.Random(20261120)
    randoms = list(random_cases(generator, 40))
    golden = {
        "oracle": f"botocore {botocore.__version__}",
        "generator": "local/oracles/sigv4_cases.py",
        "headers": [case.signed_in_headers() for case in [*header_cases(), *randoms]],
        "queries": [case.signed_in_query() for case in query_cases()],
        "s3_urls": list(s3_url_cases()),
    }
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(golden, file, ensure_ascii=True, indent=0)
        file.write("\n")
    counts = {group: len(golden[group]) for group in ("headers", "queries", "s3_urls")}
    print(f"{sum(counts.values())} cases with {golden['oracle']}: {counts}")


if __name__ == "__main__":
    main()
