import FoundationEssentials

extension AWSServiceError {
    /// Reads an answer that is not a 2xx, in any of the protocols in use: JSON with `__type` or `code`, the header
    /// `x-amzn-errortype`, or S3's XML.
    init(_ response: HTTPResponse) {
        let headers = response.headers
        let fields = ErrorFields(response.body)
        let name = headers["x-amzn-errortype"] ?? fields.code
        self.init(
            code: name.flatMap(Self.shortCode) ?? String(response.status),
            message: fields.message ?? "",
            status: response.status,
            requestID: headers["x-amzn-requestid"] ?? headers["x-amz-request-id"],
            hostID: headers["x-amz-id-2"],
            body: response.body,
            retryAfter: Self.retryAfter(headers),
            bucketRegion: headers["x-amz-bucket-region"] ?? fields.region)
    }

    /// `ThrottlingException` of `com.amazonaws.dynamodb.v20120810#ThrottlingException:http://…`.
    private static func shortCode(_ name: String) -> String? {
        let tail = name.split(separator: "#", omittingEmptySubsequences: false).last ?? ""
        let code = tail.prefix { $0 != ":" }
        return code.isEmpty ? nil : String(code)
    }

    /// `x-amz-retry-after` in milliseconds, else `Retry-After` in seconds (its other form, a date, no AWS service sends).
    /// More than a day is taken for an error.
    private static func retryAfter(_ headers: HTTPHeaders) -> Duration? {
        let day = 86_400
        if let milliseconds = headers["x-amz-retry-after"].flatMap({ Int($0) }), (0...day * 1000).contains(milliseconds)
        {
            return .milliseconds(milliseconds)
        }
        if let seconds = headers["retry-after"].flatMap({ Int($0) }), (0...day).contains(seconds) {
            return .seconds(seconds)
        }
        return nil
    }
}

/// Code, message and region in an error's body.
private struct ErrorFields: Decodable {
    private(set) var code: String?
    private(set) var message: String?
    private(set) var region: String?

    private enum CodingKeys: String, CodingKey {
        case type = "__type"
        case code
        case capitalCode = "Code"
        case message
        case capitalMessage = "Message"
    }

    init(_ body: Data) {
        if body.first == UInt8(ascii: "<") {
            code = XMLText.element("Code", in: body)
            message = XMLText.element("Message", in: body)
            region = XMLText.element("Region", in: body)
        } else if let fields = try? JSONDecoder().decode(ErrorFields.self, from: body) {
            self = fields
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func first(_ keys: CodingKeys...) -> String? {
            for key in keys {
                if let text = try? container.decode(String.self, forKey: key) { return text }
            }
            return nil
        }
        code = first(.type, .code, .capitalCode)
        message = first(.message, .capitalMessage)
    }
}
