"""The made-up account that everything local belongs to."""

from __future__ import annotations

ACCOUNT = "123456789012"
"""moto's own."""
REGION = "us-east-1"
"""The one that the bucket names in events/ carry."""
BEDROCK_REGION = "us-west-2"
"""Not the functions' own, so that one which mixes the two up fails here."""
ACCESS_KEY = "BANDUPLOCALACCESSKEY"
SECRET_KEY = "bandup-local-secret-key"
SESSION_TOKEN = "bandup-local-session-token"
GEMINI_API_KEY = "bandup-local-gemini-key"
SECRET_NAME = "bandup/gemini-api-key"


def variables() -> dict[str, str]:
    """What Lambda would put into a function's environment."""
    return {
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_SESSION_TOKEN": SESSION_TOKEN,
    }
