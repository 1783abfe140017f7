"""What a generateContent request may hold, field by field, and the check that finds what does not belong.

Google's front end parses JSON into protocol buffers: an unknown name or a value of the wrong type is refused before
the model sees anything, and both `lowerCamelCase` and `snake_case` names are taken. The lists are those of FACTS.md
section 1 (the SDK's mapping for the Gemini Developer API).
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any

from .errors import ServiceError, gemini_error


@dataclass(frozen=True)
class Field:
    """A field's type: a scalar's name, an enum's, or a message's."""

    type: str
    repeated: bool = False
    mapped: bool = False


def _many(type_name: str) -> Field:
    return Field(type_name, repeated=True)


ENUMS: dict[str, frozenset[str]] = {
    "HarmCategory": frozenset(
        f"HARM_CATEGORY_{name}"
        for name in (
            "UNSPECIFIED HARASSMENT HATE_SPEECH SEXUALLY_EXPLICIT DANGEROUS_CONTENT CIVIC_INTEGRITY JAILBREAK"
        ).split()
    ),
    "HarmBlockThreshold": frozenset(
        "HARM_BLOCK_THRESHOLD_UNSPECIFIED BLOCK_LOW_AND_ABOVE BLOCK_MEDIUM_AND_ABOVE BLOCK_ONLY_HIGH BLOCK_NONE "
        "OFF".split()
    ),
    "ThinkingLevel": frozenset("THINKING_LEVEL_UNSPECIFIED MINIMAL LOW MEDIUM HIGH XHIGH".split()),
    "Type": frozenset("TYPE_UNSPECIFIED STRING NUMBER INTEGER BOOLEAN ARRAY OBJECT NULL".split()),
    "MediaResolution": frozenset(
        f"MEDIA_RESOLUTION_{name}" for name in "UNSPECIFIED LOW MEDIUM HIGH ULTRA_HIGH".split()
    ),
    "Modality": frozenset("MODALITY_UNSPECIFIED TEXT IMAGE AUDIO".split()),
}

MESSAGES: dict[str, dict[str, Field]] = {
    "GenerateContentRequest": {
        "model": Field("string"),
        "contents": _many("Content"),
        "systemInstruction": Field("Content"),
        "generationConfig": Field("GenerationConfig"),
        "safetySettings": _many("SafetySetting"),
        "tools": _many("json"),
        "toolConfig": Field("json"),
        "cachedContent": Field("string"),
        "serviceTier": Field("string"),
        "labels": Field("string", mapped=True),
        "store": Field("bool"),
        "continuationToken": Field("string"),
    },
    "Content": {"parts": _many("Part"), "role": Field("string")},
    "Part": {
        "text": Field("string"),
        "inlineData": Field("Blob"),
        "fileData": Field("FileData"),
        "functionCall": Field("json"),
        "functionResponse": Field("json"),
        "executableCode": Field("json"),
        "codeExecutionResult": Field("json"),
        "thought": Field("bool"),
        "thoughtSignature": Field("bytes"),
        "videoMetadata": Field("json"),
        "mediaResolution": Field("json"),
    },
    "Blob": {"mimeType": Field("string"), "data": Field("bytes")},
    "FileData": {"fileUri": Field("string"), "mimeType": Field("string")},
    "SafetySetting": {"category": Field("HarmCategory"), "threshold": Field("HarmBlockThreshold")},
    "GenerationConfig": {
        "temperature": Field("float"),
        "topP": Field("float"),
        "topK": Field("float"),
        "candidateCount": Field("int"),
        "maxOutputTokens": Field("int"),
        "stopSequences": _many("string"),
        "seed": Field("int"),
        "presencePenalty": Field("float"),
        "frequencyPenalty": Field("float"),
        "responseLogprobs": Field("bool"),
        "logprobs": Field("int"),
        "responseMimeType": Field("string"),
        "responseSchema": Field("Schema"),
        "responseJsonSchema": Field("json"),
        "responseModalities": _many("Modality"),
        "mediaResolution": Field("MediaResolution"),
        "speechConfig": Field("json"),
        "thinkingConfig": Field("ThinkingConfig"),
        "imageConfig": Field("json"),
        "audioTranscriptionConfig": Field("json"),
    },
    "ThinkingConfig": {
        "includeThoughts": Field("bool"),
        "thinkingBudget": Field("int"),
        "thinkingLevel": Field("ThinkingLevel"),
    },
    "Schema": {
        "type": Field("Type"),
        "format": Field("string"),
        "title": Field("string"),
        "description": Field("string"),
        "nullable": Field("bool"),
        "enum": _many("string"),
        "items": Field("Schema"),
        "minItems": Field("int"),
        "maxItems": Field("int"),
        "properties": Field("Schema", mapped=True),
        "required": _many("string"),
        "propertyOrdering": _many("string"),
        "anyOf": _many("Schema"),
        "minimum": Field("float"),
        "maximum": Field("float"),
        "minLength": Field("int"),
        "maxLength": Field("int"),
        "minProperties": Field("int"),
        "maxProperties": Field("int"),
        "pattern": Field("string"),
        "example": Field("json"),
        "default": Field("json"),
    },
}


def parse(message: str, value: Any) -> dict[str, Any]:
    """The request with its names in lowerCamelCase, or a 400 that lists what does not belong."""
    violations: list[tuple[str, str]] = []
    parsed = _message(message, value, "", violations)
    if violations:
        raise _bad_request(violations)
    return parsed


def decode_bytes(text: str) -> bytes | None:
    """Base64 of either alphabet, padded or not, as protocol buffers take it; None where it is neither."""
    standard = text.translate(_URL_SAFE_TO_STANDARD)
    try:
        return base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


_URL_SAFE_TO_STANDARD = str.maketrans("-_", "+/")


def _message(message: str, value: Any, path: str, violations: list[tuple[str, str]]) -> dict[str, Any]:
    if not isinstance(value, dict):
        type_name = f"type.googleapis.com/google.ai.generativelanguage.v1beta.{message}"
        violations.append((path, f"Invalid value at '{path}' ({type_name}), {_shown(value)}"))
        return {}
    fields = MESSAGES[message]
    parsed: dict[str, Any] = {}
    for name, item in value.items():
        camel = name if name in fields else _camel(name)
        field = fields.get(camel)
        if field is None:
            where = f" at '{path}'" if path else ""
            violations.append(
                (path, f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.')
            )
            continue
        if item is None:
            continue
        parsed[camel] = _field(field, item, f"{path}.{_snake(camel)}" if path else _snake(camel), violations)
    return parsed


def _field(field: Field, value: Any, path: str, violations: list[tuple[str, str]]) -> Any:
    if field.mapped:
        if not isinstance(value, dict):
            violations.append((path, f"Invalid value at '{path}' (Map), {_shown(value)}"))
            return {}
        return {key: _single(field.type, item, f"{path}[{key}]", violations) for key, item in value.items()}
    if field.repeated:
        # Protocol buffers take a lone value for a list of one.
        items = value if isinstance(value, list) else [value]
        return [_single(field.type, item, f"{path}[{index}]", violations) for index, item in enumerate(items)]
    return _single(field.type, value, path, violations)


def _single(type_name: str, value: Any, path: str, violations: list[tuple[str, str]]) -> Any:
    if type_name in MESSAGES:
        return _message(type_name, value, path, violations)
    if type_name == "json":
        return value
    if type_name in ENUMS:
        if not isinstance(value, str) or value.upper() not in ENUMS[type_name]:
            full = f"type.googleapis.com/google.ai.generativelanguage.v1beta.{type_name}"
            violations.append((path, f"Invalid value at '{path}' ({full}), {_shown(value)}"))
            return None
        return value.upper()
    parsed = _SCALARS[type_name](value)
    if parsed is None:
        violations.append((path, f"Invalid value at '{path}' ({_PROTO_NAMES[type_name]}), {_shown(value)}"))
    return parsed


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _bool(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _int(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"-?\d+", value):
        return int(value)
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    return None


def _float(value: Any) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return None


def _bytes(value: Any) -> bytes | None:
    return decode_bytes(value) if isinstance(value, str) else None


_SCALARS = {"string": _string, "bool": _bool, "int": _int, "float": _float, "bytes": _bytes}
_PROTO_NAMES = {
    "string": "TYPE_STRING", "bool": "TYPE_BOOL", "int": "TYPE_INT32", "float": "TYPE_FLOAT", "bytes": "TYPE_BYTES"
}  # fmt: skip


def _bad_request(violations: list[tuple[str, str]]) -> ServiceError:
    return gemini_error(
        "INVALID_ARGUMENT",
        "\n".join(text for _, text in violations),
        [
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [
                    {"field": path, "description": text} if path else {"description": text} for path, text in violations
                ],
            }
        ],
    )


def _shown(value: Any) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 100 else text[:100] + "…"


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", lambda match: "_" + match.group(1).lower(), name)
