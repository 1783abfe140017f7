"""generateContent: checks a request as the API does, and answers it from its content."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from . import NOTICE, audio, gemini_messages, gemini_models, response_schema, usage
from .authors import author_of
from .errors import gemini_error, invalid_argument
from .files import Files
from .instance import write
from .material import Material, of_request

REQUEST_BYTE_LIMIT = 100 * 1024 * 1024
PDF_BYTE_LIMIT = 50 * 1024 * 1024


@dataclass
class Generated:
    """An answer before it becomes JSON, so that a scripted fault can change a part of it."""

    text: str | None
    finish_reason: str
    usage: dict[str, Any]
    model_version: str
    block_reason: str | None = None

    def body(self) -> bytes:
        answer: dict[str, Any] = {}
        if self.block_reason:
            answer["promptFeedback"] = {"blockReason": self.block_reason}
        else:
            candidate: dict[str, Any] = {"finishReason": self.finish_reason, "index": 0}
            if self.text is not None:
                candidate = {"content": {"parts": [{"text": self.text}], "role": "model"}} | candidate
            answer["candidates"] = [candidate]
        answer |= {
            "usageMetadata": self.usage,
            "modelVersion": self.model_version,
            "responseId": f"stand-in-{uuid.uuid4().hex[:12]}",
        }
        return json.dumps(answer, ensure_ascii=False).encode()


class Gemini:
    """Holds what is the same for all requests: the one good key, and the words of the sample recordings."""

    def __init__(self, api_key: str, transcripts: dict[str, str]) -> None:
        self._api_key = api_key
        self._transcripts = transcripts

    def check_key(self, key: str | None) -> None:
        if not key:
            raise gemini_error(
                "PERMISSION_DENIED",
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key "
                "or other form of API consumer identity to call this API.",
            )
        if key != self._api_key:
            raise gemini_error(
                "INVALID_ARGUMENT",
                "API key not valid. Please pass a valid API key.",
                [
                    {
                        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                        "reason": "API_KEY_INVALID",
                        "domain": "googleapis.com",
                        "metadata": {"service": "generativelanguage.googleapis.com"},
                    },
                    {
                        "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
                        "locale": "en-US",
                        "message": "API key not valid. Please pass a valid API key.",
                    },
                ],
            )

    def generate(self, model_name: str, body: bytes, files: Files) -> Generated:
        if len(body) > REQUEST_BYTE_LIMIT:
            raise invalid_argument(f"Request payload size exceeds the limit: {REQUEST_BYTE_LIMIT} bytes.")
        model = gemini_models.find(model_name)
        request = gemini_messages.parse("GenerateContentRequest", _json(body))
        config = request.get("generationConfig", {})
        _check_contents(request, model)
        gemini_models.check_generation(model, config)
        schema = response_schema.of_request(config)
        material = of_request(request, files.content)
        prompt = usage.prompt_tokens(material)
        if sum(prompt.values()) > gemini_models.INPUT_TOKEN_LIMIT:
            raise invalid_argument(
                f"The input token count ({sum(prompt.values())}) exceeds the maximum number of tokens allowed "
                f"({gemini_models.INPUT_TOKEN_LIMIT})."
            )
        text = self._answer(material, schema)
        return _cut_to_limit(text, config, prompt, model.serves)

    def _answer(self, material: Material, schema: response_schema.Schema | None) -> str:
        if schema is None:
            return f"{NOTICE} No response schema was sent, so this is all it says."
        author = author_of(material, schema, self._transcripts)
        return json.dumps(write(schema, author), ensure_ascii=False, indent=2)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise invalid_argument(f"Invalid JSON payload received. {error}") from error


def _check_contents(request: dict[str, Any], model: gemini_models.Model) -> None:
    contents = request.get("contents")
    if not contents:
        raise invalid_argument("* GenerateContentRequest.contents: contents is not specified\n")
    for index, content in enumerate(contents):
        if content.get("role", "user") not in ("user", "model"):
            raise invalid_argument("Please use a valid role: user, model.")
        if not content.get("parts"):
            raise invalid_argument(
                f"* GenerateContentRequest.contents[{index}].parts: contents.parts must not be empty.\n"
            )
        for part_index, part in enumerate(content["parts"]):
            _check_part(part, f"GenerateContentRequest.contents[{index}].parts[{part_index}]")
    if contents[-1].get("role") == "model" and not model.samples:
        raise invalid_argument("The last content must not have the role model.")


_DATA_FIELDS = {"text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode",
                "codeExecutionResult"}  # fmt: skip


def _check_part(part: dict[str, Any], path: str) -> None:
    if len(_DATA_FIELDS & part.keys()) != 1:
        raise invalid_argument(f"* {path}.data: required oneof field 'data' must have one initialized field\n")
    blob = part.get("inlineData")
    if blob is None:
        return
    mime_type, content = blob.get("mimeType", ""), blob.get("data", b"")
    if mime_type not in audio.SUPPORTED_MIME_TYPES:
        raise invalid_argument(f"Unsupported MIME type: {mime_type}")
    if not content or not audio.fits(content, mime_type):
        raise invalid_argument(
            "The document has no pages." if mime_type == "application/pdf" else "Request contains an invalid argument."
        )
    if mime_type == "application/pdf" and len(content) > PDF_BYTE_LIMIT:
        raise invalid_argument(f"The document is larger than {PDF_BYTE_LIMIT} bytes.")


def _cut_to_limit(text: str, config: dict[str, Any], prompt: dict[str, int], version: str) -> Generated:
    """Ends the answer where `maxOutputTokens` ends it. Thinking uses up the same allowance."""
    thoughts = gemini_models.thoughts_tokens(config)
    left = config.get("maxOutputTokens", gemini_models.OUTPUT_TOKEN_LIMIT) - thoughts
    if usage.text_tokens(text) <= left:
        return Generated(text, "STOP", usage.metadata(prompt, usage.text_tokens(text), thoughts), version)
    cut = text[: max(left, 0) * 4]
    return Generated(
        cut or None, "MAX_TOKENS", usage.metadata(prompt, usage.text_tokens(cut), thoughts), version
    )  # fmt: skip
