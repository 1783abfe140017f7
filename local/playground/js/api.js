// The HTTP API: errors, uploads, and jobs that are submitted and polled.

/** What the API answered instead of a result. */
export class ApiError extends Error {
  constructor(status, body, retryAfter = null) {
    const error = body?.error ?? {};
    super(error.message ?? body?.message ?? `The API answered ${status}.`);
    this.status = status;
    this.code = error.code ?? null;
    this.field = error.field ?? null;
    this.requestID = error.request_id ?? null;
    /** Seconds. */
    this.retryAfter = retryAfter;
  }
}

/** Nothing answered: the stack is down, or the browser was not let in. */
export class Unreachable extends Error {
  constructor(what) {
    super(`${what} can't be reached. Is the local stack up?`);
  }
}

const DEFAULT_POLL_SECONDS = 5;
/** A poll that fails for a passing reason is repeated: the job goes on meanwhile. */
const POLL_FAILURES = 4;

export class Api {
  /** @param caller gives `{userID, isBackEnd}` at the time of each call. */
  constructor(base, caller) {
    this.base = base;
    this.caller = caller;
  }

  /** @returns {Promise<{status: number, body: object, location: ?string, retryAfter: ?number}>} */
  async call(method, path, { body, prefer, query = {}, signal } = {}) {
    const { userID, isBackEnd } = this.caller();
    const url = new URL(path, this.base);
    const headers = {};
    // A name that can't stand in a header goes as a back end's would: the service says what is wrong with it.
    if (isBackEnd || !/^[\x21-\x7E]+$/.test(userID)) {
      // The local stack takes the scheme's name for a signature.
      headers.Authorization = "AWS4-HMAC-SHA256 Credential=playground";
      if (method === "GET") query = { ...query, user_id: userID };
    } else {
      headers.Authorization = `Bearer ${userID}`;
    }
    for (const [name, value] of Object.entries(query)) {
      if (value !== null && value !== undefined) url.searchParams.set(name, value);
    }
    if (body) headers["Content-Type"] = "application/json";
    if (prefer) headers.Prefer = prefer;
    let answer;
    try {
      answer = await fetch(url, {
        method, headers, signal, body: body && JSON.stringify({ user_id: userID, ...body }),
        credentials: "omit", referrerPolicy: "no-referrer",
      });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Unreachable("The API");
    }
    const document = await answer.json().catch(() => null);
    const retryAfter = seconds(answer.headers.get("Retry-After"));
    if (!answer.ok) throw new ApiError(answer.status, document, retryAfter);
    return { status: answer.status, body: document, location: answer.headers.get("Location"), retryAfter };
  }

  /**
   * Asks for a presigned URL and puts the file there, with the headers that are part of the signature.
   * @returns {Promise<string>} the s3:// URL that the other routes take
   */
  async upload(file, uploadType, { signal, onProgress }) {
    const { body: grant } = await this.call("POST", "/uploads", {
      body: {
        filename: file.name, content_type: contentType(file), upload_type: uploadType, content_length: file.size,
      },
      signal,
    });
    await put(grant.upload_url, grant.required_headers ?? {}, file, { signal, onProgress });
    return grant.file_url;
  }

  /**
   * Submits a job and asks for it until it has ended, as often as the API says.
   * @param onState is told `queued` and `working`
   * @returns {Promise<object>} the record, completed or failed
   */
  async run(path, body, { signal, onState }) {
    const submitted = await this.call("POST", path, { body, prefer: "respond-async", signal });
    if (submitted.status !== 202) return { status: "completed", ...submitted.body, ...isDone(submitted.body) };
    onState("queued", submitted.body);
    return this.wait(submitted.location, submitted.retryAfter, { signal, onState });
  }

  async wait(location, retryAfter, { signal, onState }) {
    // Taken as a path of the API, wherever a gateway in between may say it is.
    const path = new URL(location, this.base).pathname;
    let pause = retryAfter ?? DEFAULT_POLL_SECONDS;
    for (let failures = 0; ;) {
      await sleep(pause, signal);
      try {
        const { body, retryAfter: next } = await this.call("GET", path, { signal });
        if (body.status !== "processing") return body;
        failures = 0;
        pause = next ?? DEFAULT_POLL_SECONDS;
        onState("working", body);
      } catch (error) {
        failures += 1;
        const mayPass = error instanceof Unreachable || error.status === 429 || error.status >= 500;
        if (!mayPass || failures > POLL_FAILURES) throw error;
        pause = error.retryAfter ?? DEFAULT_POLL_SECONDS;
      }
    }
  }
}

/** A flashcard set's result says `success` where its record says `completed`. */
function isDone(body) {
  return body.status === "success" ? { status: "completed" } : {};
}

function put(url, headers, file, { signal, onProgress }) {
  // fetch can't tell how much of an upload has gone out.
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser sets these two itself, and lets nobody else do it.
      if (!/^(host|content-length)$/i.test(name)) request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status < 300) resolve();
      else reject(new ApiError(request.status, { message: `The storage refused the upload (${request.status}).` }));
    });
    request.addEventListener("error", () => reject(new Unreachable("The storage")));
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

const TYPES = {
  wav: "audio/wav", mp3: "audio/mpeg", m4a: "audio/mp4", mp4: "audio/mp4", ogg: "audio/ogg", oga: "audio/ogg",
  opus: "audio/opus", flac: "audio/flac", aac: "audio/aac", aiff: "audio/aiff", aif: "audio/aiff",
  webm: "audio/webm", pdf: "application/pdf", txt: "text/plain", md: "text/markdown",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

/** By extension: browsers disagree on the names of audio types (`audio/x-m4a`, `video/webm`), and few know Markdown. */
function contentType(file) {
  const suffix = file.name.split(".").pop().toLowerCase();
  return TYPES[suffix] ?? (file.type.split(";")[0] || "application/octet-stream");
}

function seconds(header) {
  const value = Number.parseInt(header ?? "", 10);
  return Number.isFinite(value) && value >= 0 ? Math.min(value, 60) : null;
}

function sleep(duration, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, duration * 1000);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("", "AbortError"));
    }, { once: true });
  });
}
