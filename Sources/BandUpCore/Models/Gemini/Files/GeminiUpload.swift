import Base
import FoundationEssentials

/// What is to be uploaded.
struct GeminiUpload: Sendable {
    let path: String
    let byteCount: Int
    let mimeType: String
}

extension GeminiFiles {
    /// The resumable protocol: the bytes stream from the file in one request, and after a cut from where it was cut.
    func send(_ upload: GeminiUpload, named name: String, deadline: Deadline) async throws(ModelError) -> GeminiFile {
        let target = try await start(upload, named: name, deadline: deadline)
        var offset = 0
        for attempt in 1... {
            let failure: ModelError
            do throws(ModelError) {
                let response = try await bytes(of: upload, from: offset, to: target, deadline: deadline)
                return try Self.decoded(Uploaded.self, response).file
            } catch {
                failure = error
            }
            guard failure.retryVerdict != .stop, attempt < Self.uploadAttempts else { throw failure }
            switch try await progress(of: target, deadline: deadline) {
            // All of it has arrived, only the answer was lost.
            case .final: return try await file(name, deadline: deadline)
            case .received(let count): offset = count
            }
            guard offset <= upload.byteCount else { throw failure }
        }
        throw ModelError(.deadlineExceeded)
    }

    private struct Uploaded: Decodable {
        let file: GeminiFile
    }

    private enum Progress {
        case received(Int)
        case final
    }

    private func start(
        _ upload: GeminiUpload, named name: String, deadline: Deadline
    ) async throws(ModelError) -> HTTPRequest {
        let metadata = "{\"file\":{\"name\":\(JSONText.quoted(name)),\"displayName\":\"recording\"}}"
        let request = HTTPRequest(
            .post, endpoint, path: "/upload/v1beta/files",
            headers: [
                "Content-Type": "application/json",
                "X-Goog-Upload-Protocol": "resumable",
                "X-Goog-Upload-Command": "start",
                "X-Goog-Upload-Header-Content-Length": "\(upload.byteCount)",
                "X-Goog-Upload-Header-Content-Type": upload.mimeType,
            ],
            body: HTTPBody(metadata))
        let response = try await call(request, deadline: deadline)
        guard let url = response.headers["X-Goog-Upload-URL"], let target = uploadTarget(url) else {
            throw ModelError(.malformedAnswer)
        }
        return target
    }

    /// The URL holds the right to write the file and nothing else; it is only followed to the host that gave it.
    private func uploadTarget(_ url: String) -> HTTPRequest? {
        let origin = "\(endpoint.scheme.rawValue)://\(endpoint.authority)"
        guard url.hasPrefix(origin + "/"), url.utf8.count < 8192,
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let parts = url.dropFirst(origin.utf8.count).split(separator: "?", maxSplits: 1)
        guard let path = parts.first else { return nil }
        let host = HTTPEndpoint(scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port)
        return HTTPRequest(.post, host, path: String(path), query: parts.count > 1 ? String(parts[1]) : nil)
    }

    private func bytes(
        of upload: GeminiUpload, from offset: Int, to target: HTTPRequest, deadline: Deadline
    ) async throws(ModelError) -> HTTPResponse {
        var request = target
        request.headers = [
            "X-Goog-Upload-Command": "upload, finalize",
            "X-Goog-Upload-Offset": "\(offset)",
            "Content-Type": "application/octet-stream",
        ]
        request.body = HTTPBody(segments: [
            .filePart(path: upload.path, offset: offset, byteCount: upload.byteCount - offset)
        ])
        let response = try await exchange(request, deadline: deadline)
        guard response.isSuccess else { throw ModelError(response, model: nil) }
        return response
    }

    private func progress(of target: HTTPRequest, deadline: Deadline) async throws(ModelError) -> Progress {
        var request = target
        request.headers = ["X-Goog-Upload-Command": "query"]
        let response = try await call(request, deadline: deadline)
        if response.headers["X-Goog-Upload-Status"] == "final" { return .final }
        guard let text = response.headers["X-Goog-Upload-Size-Received"], let count = Int(text), count >= 0 else {
            throw ModelError(.malformedAnswer)
        }
        return .received(count)
    }
}
