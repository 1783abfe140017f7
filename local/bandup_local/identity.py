"""The made-up account that everything local belongs to."""

from __future__ import annotations

ACCOUNT = "123456789012"
"""moto's own."""
REGION = "ap-southeast-1"
"""The one that the bucket names in events/ carry. Not Bedrock's, so that a function which mixes the two up fails."""
DEFAULT_BEDROCK_REGION = "us-east-1"
"""Where a function looks for Titan if nothing tells it (SPEC.md section 8)."""
ACCESS_KEY = "BANDUPLOCALACCESSKEY"
SECRET_KEY = "bandup-local-secret-key"
SESSION_TOKEN = "bandup-local-session-token"
GEMINI_API_KEY = "bandup-local-gemini-key"
SECRET_NAME = "bandup/gemini-api-key"
BACK_END_ID = "AROALOCAL:backend"
BACK_END_ARN = f"arn:aws:sts::{ACCOUNT}:assumed-role/backend/local"
"""Who a trusted caller of the HTTP API is."""


def variables() -> dict[str, str]:
    """What Lambda would put into a function's environment."""
    return {
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_SESSION_TOKEN": SESSION_TOKEN,
    }
