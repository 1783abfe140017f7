package import BandUpCore
package import Base
package import FoundationEssentials

/// A request that has found its route and its caller.
package struct HTTPCall: Sendable {
    package let request: APIGatewayRequest
    package let caller: Caller
    /// The pattern's parameters, percent-decoded. Still text from outside.
    package let parameters: [String: String]
    /// Whether the event was itself the request: no gateway waits, and the caller may name other users' objects.
    package let isDirect: Bool
    package let context: LambdaContext

    /// The body's fields.
    /// - Throws: as `APIGatewayRequest.jsonFields` does.
    package func fields(maxByteCount: Int = RequestFields.maxMessageByteCount) throws(APIError) -> RequestFields {
        try request.jsonFields(maxByteCount: maxByteCount)
    }

    /// Whose records are asked for: the caller's own; a trusted one's query names the user.
    package func user() throws -> UserID {
        let query = RequestFields(request.query.mapValues { .string($0) })
        return try caller.user(named: try query.optionalIdentifier("user_id"))
    }

    /// A parameter of the path as an id; nil for one that can't be an id, and so names nothing.
    package func id<ID: CheckedIdentifier>(_ name: String = "id", as type: ID.Type = ID.self) -> ID? {
        parameters[name].flatMap { ID($0) }
    }

    /// How many entries a page is to have: `limit` in the query, 1 to 100, 10 without it.
    package func pageLimit(default fallback: Int = 10, in limits: ClosedRange<Int> = 1...100) throws(InvalidField)
        -> Int
    {
        guard let text = request.query["limit"] else { return fallback }
        // Digits alone: `Int` would take a sign too.
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let limit = Int(text),
            limits.contains(limit)
        else {
            throw InvalidField(
                field: "limit", problem: "must be a whole number from \(limits.lowerBound) to \(limits.upperBound)")
        }
        return limit
    }
}

/// What a route answers: the response, and what is still to be done in the same invocation once it has gone.
package struct HTTPReply: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    /// JSON; nil for none.
    package let body: Data?
    package let afterwards: (@Sendable () async -> Void)?

    package init(
        status: Int = 200, headers: HTTPHeaders = [:], body: Data?, afterwards: (@Sendable () async -> Void)? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.afterwards = afterwards
    }

    /// - Throws: `unavailable` for a value that JSON can't hold.
    package static func json(
        _ value: some Encodable, status: Int = 200, headers: HTTPHeaders = [:]
    ) throws(APIError) -> HTTPReply {
        do {
            return HTTPReply(status: status, headers: headers, body: try JSONEncoder.canonical.encode(value))
        } catch {
            throw APIError(.unavailable, "The result can't be shown.")
        }
    }
}
