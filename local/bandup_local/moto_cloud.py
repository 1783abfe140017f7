"""moto as the AWS account: S3, DynamoDB, SQS and Secrets Manager on one loopback port."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from . import identity, paths
from .processes import ChildProcess, free_port, wait_until_listening


class MotoCloud:
    def __init__(self, logs: Path) -> None:
        port = free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        self._child = ChildProcess(
            [sys.executable, "-m", "bandup_local.moto_server", "--host", "127.0.0.1", "--port", str(port)],
            environment={
                **os.environ,
                **identity.variables(),
                "MOTO_PORT": str(port),
                "PYTHONPATH": str(paths.LOCAL),
            },
            output=logs / "moto.out",
            errors=logs / "moto.log",
        )
        wait_until_listening(port, self._child)

    def client(self, service: str) -> Any:
        """A boto3 client for the made-up account."""
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=identity.REGION,
            aws_access_key_id=identity.ACCESS_KEY,
            aws_secret_access_key=identity.SECRET_KEY,
            aws_session_token=identity.SESSION_TOKEN,
            # boto3 signs presigned URLs with SigV2 in some set-ups, and retries hide what a test wants to see.
            config=Config(signature_version="s3v4" if service == "s3" else None, retries={"total_max_attempts": 2}),
        )

    def stop(self) -> None:
        self._child.stop()
