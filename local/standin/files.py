"""The Files API: resumable uploads, files that are processed for a moment, and their deletion (FACTS.md section 1)."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

from . import audio
from .errors import ServiceError, gemini_error, invalid_argument

FILE_BYTE_LIMIT = 2 * 1024**3
_NAME = re.compile(r"files/[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


@dataclass
class StoredFile:
    name: str
    uri: str
    display_name: str
    mime_type: str
    content: bytes
    looks_until_active: int
    """How often it is still seen as PROCESSING."""

    def document(self) -> dict[str, Any]:
        now = datetime.datetime.now(datetime.timezone.utc)
        return {
            "name": self.name,
            "displayName": self.display_name,
            "mimeType": self.mime_type,
            "sizeBytes": str(len(self.content)),
            "createTime": now.isoformat(),
            "expirationTime": (now + datetime.timedelta(hours=48)).isoformat(),
            "sha256Hash": hashlib.sha256(self.content).hexdigest(),
            "uri": self.uri,
            "state": "PROCESSING" if self.looks_until_active > 0 else "ACTIVE",
            "source": "UPLOADED",
        }


@dataclass
class Upload:
    name: str
    display_name: str
    mime_type: str
    size: int
    content: bytearray = field(default_factory=bytearray)
    is_final: bool = False


class Files:
    """Uploads under way and the files that came of them."""

    def __init__(self, looks_until_active: int = 1) -> None:
        self._looks_until_active = looks_until_active
        self._uploads: dict[str, Upload] = {}
        self._files: dict[str, StoredFile] = {}
        self._lock = threading.Lock()

    def start(self, origin: str, headers: dict[str, str], body: bytes) -> dict[str, str]:
        """Begins an upload and gives the answer's headers."""
        if headers.get("x-goog-upload-protocol") != "resumable" or headers.get("x-goog-upload-command") != "start":
            raise invalid_argument("Metadata part is too large or the upload protocol is not supported.")
        try:
            size = int(headers["x-goog-upload-header-content-length"])
            mime_type = headers["x-goog-upload-header-content-type"]
            document = json.loads(body or b"{}")
            metadata = document.get("file", {})
            unknown = (document.keys() - {"file"}) | (metadata.keys() - {"name", "displayName", "mimeType"})
        except (KeyError, ValueError, AttributeError) as error:
            raise invalid_argument("Bad upload headers or metadata.") from error
        if unknown:
            raise invalid_argument(f'Invalid JSON payload received. Unknown name "{sorted(unknown)[0]}".')
        if not 0 < size <= FILE_BYTE_LIMIT or mime_type not in audio.SUPPORTED_MIME_TYPES:
            raise invalid_argument("The size or type of the file is not supported.")
        name = metadata.get("name") or f"files/{uuid.uuid4().hex[:12]}"
        if not _NAME.fullmatch(name):
            raise invalid_argument("File name must be lowercase alphanumeric or dashes, at most 40 characters.")
        identifier = uuid.uuid4().hex
        with self._lock:
            if name in self._files:
                raise ServiceError(409, b'{"error": {"code": 409, "status": "ALREADY_EXISTS"}}')
            self._uploads[identifier] = Upload(name, metadata.get("displayName", ""), mime_type, size)
        return {
            "X-Goog-Upload-URL": f"{origin}/upload/v1beta/files?upload_id={identifier}&upload_protocol=resumable",
            "X-Goog-Upload-Status": "active",
            "X-Goog-Upload-Chunk-Granularity": "8388608",
        }

    def receive(
        self, origin: str, identifier: str, headers: dict[str, str], body: bytes, *, share: float = 1.0
    ) -> tuple[dict[str, str], dict[str, Any]]:
        """A piece of an upload, or a question how far it is. `share` is how much of the piece arrives."""
        command = headers.get("x-goog-upload-command", "")
        with self._lock:
            upload = self._uploads.get(identifier)
            if upload is None:
                raise gemini_error("NOT_FOUND", "Unknown upload id.")
            status = {"X-Goog-Upload-Status": "final" if upload.is_final else "active"}
            if command == "query":
                return status | {"X-Goog-Upload-Size-Received": str(len(upload.content))}, {}
            commands = {part.strip() for part in command.split(",")}
            if not commands or not commands <= {"upload", "finalize"}:
                raise invalid_argument(f"Unknown upload command: {command}")
            if upload.is_final or headers.get("x-goog-upload-offset") != str(len(upload.content)):
                raise invalid_argument("The upload offset does not match what has been received.")
            upload.content += body[: int(len(body) * share)]
            if share < 1 or "finalize" not in commands:
                return {"X-Goog-Upload-Status": "active"}, {}
            if len(upload.content) != upload.size:
                raise invalid_argument("The upload is not as long as it was announced.")
            upload.is_final = True
            content = bytes(upload.content)
            upload.content = bytearray()
            if not audio.fits(content, upload.mime_type):
                raise invalid_argument("The file's content is not of its MIME type.")
            stored = StoredFile(
                upload.name,
                f"{origin}/v1beta/{upload.name}",
                upload.display_name,
                upload.mime_type,
                content,
                self._looks_until_active,
            )
            self._files[upload.name] = stored
            return {"X-Goog-Upload-Status": "final"}, {"file": stored.document()}

    def look(self, name: str) -> dict[str, Any]:
        with self._lock:
            stored = self._existing(name)
            document = stored.document()
            stored.looks_until_active -= 1
            return document

    def delete(self, name: str) -> None:
        with self._lock:
            self._existing(name)
            del self._files[name]

    def content(self, uri: str, mime_type: str) -> bytes:
        """What a request's `fileData` names, if it may be used yet."""
        name = "files/" + uri.rpartition("/files/")[2]
        with self._lock:
            stored = self._existing(name)
            if stored.uri != uri or stored.mime_type != mime_type:
                raise invalid_argument("Unsupported file URI or MIME type.")
            if stored.looks_until_active > 0:
                raise gemini_error(
                    "FAILED_PRECONDITION", f"The File {name} is not in an ACTIVE state and usage is not allowed."
                )
            return stored.content

    def names(self) -> list[str]:
        with self._lock:
            return sorted(self._files)

    def clear(self) -> None:
        with self._lock:
            self._files.clear()
            self._uploads.clear()

    def _existing(self, name: str) -> StoredFile:
        if name not in self._files:
            raise gemini_error(
                "PERMISSION_DENIED",
                f"You do not have permission to access the File {name.removeprefix('files/')} or it may not exist.",
            )
        return self._files[name]
