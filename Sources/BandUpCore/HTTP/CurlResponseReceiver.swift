import FoundationEssentials

/// Takes a response line by line and block by block as libcurl hands it over, and puts its body where it belongs.
struct CurlResponseReceiver: ~Copyable {
    private enum Phase {
        /// Header lines of an interim (1xx) or of the final response.
        case head
        /// The body, and the trailers behind it, which no service used here sends and nobody reads.
        case body
    }

    /// More than any service sends; libcurl's own limit is per line.
    private static let headLimit = 64 << 10
    /// Of a body that is not the file that was asked for but says why.
    private static let errorBodyLimit = 1 << 20

    private let method: HTTPRequest.Method
    private let sink: HTTPResponseSink
    private var phase = Phase.head
    private var headByteCount = 0
    private var status = 0
    private var headers = HTTPHeaders()
    private var bodyByteCount = 0
    private var body = Data()
    private var file: CurlResponseFile?
    /// Whether any byte of a response has come.
    private(set) var hasBegun = false
    /// Why the transfer was stopped from here.
    private(set) var failure: HTTPClientError?

    init(_ method: HTTPRequest.Method, sink: HTTPResponseSink) {
        self.method = method
        self.sink = sink
    }

    /// - Returns: false to end the transfer; `failure` says why.
    mutating func receiveHeaderLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
        hasBegun = true
        guard phase == .head else { return true }
        headByteCount += bytes.count
        guard headByteCount <= Self.headLimit else {
            return fail(.transport(reason: "the response's head is larger than \(Self.headLimit) bytes"))
        }
        let line = String(decoding: bytes, as: UTF8.self).trimmingLineEnd
        if line.isEmpty {
            return endOfHead()
        } else if line.hasPrefix("HTTP/") {
            status = line.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) } ?? 0
            headers = HTTPHeaders()
        } else if line.first == " " || line.first == "\t" {
            continueLastField(line.trimmingSpaces)
        } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
            headers.append(String(line[..<colon]), String(line[line.index(after: colon)...].trimmingSpaces))
        }
        return true
    }

    private mutating func endOfHead() -> Bool {
        // 100 Continue, 103 Early Hints: another head follows. 101 can't come, an upgrade is never asked for.
        guard status >= 200 else { return true }
        phase = .body
        guard method != .head, let length = headers["content-length"].flatMap({ Int($0) }), length > 0
        else { return true }
        if length > limit { return fail(.responseTooLarge(limit: limit)) }
        if !goesToFile { body.reserveCapacity(length) }
        return true
    }

    /// A header's value on several lines (RFC 9112 section 5.2): obsolete, to be read as one with a space.
    private mutating func continueLastField(_ rest: String) {
        guard let last = headers.fields.last else { return }
        var joined = HTTPHeaders()
        for field in headers.fields.dropLast() { joined.append(field.name, field.value) }
        joined.append(last.name, "\(last.value) \(rest)".trimmingSpaces)
        headers = joined
    }

    /// - Returns: false to end the transfer; `failure` says why.
    mutating func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        hasBegun = true
        bodyByteCount += bytes.count
        guard bodyByteCount <= limit else { return fail(.responseTooLarge(limit: limit)) }
        guard goesToFile else {
            body.append(contentsOf: bytes)
            return true
        }
        do throws(HTTPClientError) {
            try createFileIfNeeded()
            try file?.write(bytes)
            return true
        } catch {
            return fail(error)
        }
    }

    /// The response, once libcurl has said that all of it is there.
    mutating func finish() throws(HTTPClientError) -> HTTPResponse {
        if goesToFile {
            try createFileIfNeeded()
            file?.complete()
        }
        return HTTPResponse(status: status, headers: headers, body: body)
    }

    private var goesToFile: Bool {
        if case .file = sink { (200..<300).contains(status) } else { false }
    }

    private var limit: Int {
        switch sink {
        case .memory(let limit): limit
        case .file(_, let limit): goesToFile ? limit : Self.errorBodyLimit
        }
    }

    private mutating func createFileIfNeeded() throws(HTTPClientError) {
        guard case .file(let path, _) = sink else { return }
        // Two steps: a file that can't be copied can't be matched and replaced in one.
        let exists =
            switch file {
            case .none: false
            case .some: true
            }
        if !exists { file = try CurlResponseFile(path: path) }
    }

    private mutating func fail(_ error: HTTPClientError) -> Bool {
        failure = error
        return false
    }
}

extension StringProtocol {
    /// Without the CR and LF at its end. By bytes: Swift takes CR LF for one character.
    fileprivate var trimmingLineEnd: String {
        var bytes = Substring(self).utf8
        while let last = bytes.last, last == 0x0D || last == 0x0A { bytes.removeLast() }
        return String(Substring(bytes))
    }

    fileprivate var trimmingSpaces: String {
        var bytes = Substring(self).utf8
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
