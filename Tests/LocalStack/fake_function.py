"""A function for the tests of the stack itself: speaks the Runtime API, and does what the event tells it.

Written into a folder under each executable's name, it stands for the Swift ones.
"""

import base64
import http.client
import json
import os
import sys
import time

RUNTIME = "/2018-06-01/runtime"


def answer(event):
    if "Records" in event:
        bodies = [(record["messageId"], json.loads(record["body"])) for record in event["Records"]]
        return {"batchItemFailures": [{"itemIdentifier": name} for name, body in bodies if body.get("fail")]}
    if "requestContext" in event:
        return {
            "statusCode": 200,
            "headers": {"content-type": "application/json", "x-seen-by": os.environ["AWS_LAMBDA_FUNCTION_NAME"]},
            "body": base64.b64encode(json.dumps(event).encode()).decode(),
            "isBase64Encoded": True,
        }
    return {"pid": os.getpid(), "event": event, "environment": dict(os.environ), "arguments": sys.argv}


def instructions(event):
    """A direct event is an instruction itself; an API event carries one as its body."""
    body = event.get("body")
    if body and not event.get("isBase64Encoded"):
        try:
            found = json.loads(body)
            return found if isinstance(found, dict) else {}
        except ValueError:
            return {}
    return event


def main():
    runtime = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

    def post(path, document):
        runtime.request("POST", RUNTIME + path, body=json.dumps(document))
        runtime.getresponse().read()

    if os.environ.get("FAIL_AT_START"):
        post("/init/error", {"errorType": "Configuration", "errorMessage": "GEMINI_MODEL is not set"})
        sys.exit(1)
    while True:
        runtime.request("GET", f"{RUNTIME}/invocation/next")
        response = runtime.getresponse()
        event = json.loads(response.read())
        request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
        todo = instructions(event)
        print(f"working on {request_id}", flush=True)
        time.sleep(todo.get("sleep", 0))
        if "exit" in todo:
            os._exit(todo["exit"])
        if "throw" in todo:
            post(f"/invocation/{request_id}/error", {"errorType": todo["throw"], "errorMessage": "as told"})
            continue
        post(f"/invocation/{request_id}/response", answer(event))
        time.sleep(todo.get("sleep_afterwards", 0))
        print("done", flush=True)


main()
