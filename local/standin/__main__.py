"""Starts the stand-in: `python -m standin --port 8081`. Prints its address once it listens."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from .gemini import Gemini
from .server import Server, Services
from .signature import Verifier


def main() -> None:
    parser = argparse.ArgumentParser(prog="standin", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes any free port")
    parser.add_argument("--region", default="us-east-1", help="the region that Bedrock requests must be signed for")
    parser.add_argument("--transcripts", type=Path, help="JSON object: SHA-256 of a recording to the words said in it")
    options = parser.parse_args()
    transcripts = json.loads(options.transcripts.read_text()) if options.transcripts else {}
    services = Services(
        gemini=Gemini(os.environ["STANDIN_GEMINI_API_KEY"], transcripts),
        verifier=Verifier(
            access_key=os.environ["AWS_ACCESS_KEY_ID"],
            secret_key=os.environ["AWS_SECRET_ACCESS_KEY"],
            session_token=os.environ.get("AWS_SESSION_TOKEN", ""),
            region=options.region,
            service="bedrock",
        ),
    )
    server = Server(("127.0.0.1", options.port), services)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
