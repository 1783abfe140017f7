import BandUpCore
import Base
import FoundationEssentials

/// Payload format 2.0, as HTTP APIs send it.
struct APIGatewayPayloadV2: Decodable {
    struct Context: Decodable {
        struct HTTP: Decodable {
            let method: String
            let path: String?
            let sourceIp: String?
        }

        let http: HTTP
        let stage: String?
        let requestId: String?
        let authorizer: [String: JSONValue]?
    }

    let routeKey: String?
    let rawPath: String?
    let pathParameters: [String: String?]?
    let queryStringParameters: [String: String?]?
    let headers: [String: String?]?
    let requestContext: Context
    let body: String?
    let isBase64Encoded: Bool?

    /// - Throws: `InvalidField` for what can't be read.
    func request() throws(InvalidField) -> APIGatewayRequest {
        let path = rawPath ?? requestContext.http.path ?? "/"
        return APIGatewayRequest(
            method: requestContext.http.method.uppercased(), path: withoutStage(path), routeKey: routeKey,
            pathParameters: pathParameters.present, query: queryStringParameters.present,
            headers: HTTPHeaders(headers.present), body: try decodedBody(body, isBase64Encoded ?? false),
            requestID: requestContext.requestId, sourceIP: requestContext.http.sourceIp,
            caller: CallerIdentity(payloadV2: requestContext.authorizer))
    }

    /// Every stage but `$default` stands before the path.
    private func withoutStage(_ path: String) -> String {
        guard let stage = requestContext.stage, stage != "$default" else { return path }
        if path == "/\(stage)" { return "/" }
        return path.hasPrefix("/\(stage)/") ? String(path.dropFirst(stage.count + 1)) : path
    }
}

/// Payload format 1.0, as REST APIs send it. Its `path` has no stage.
struct APIGatewayPayloadV1: Decodable {
    struct Context: Decodable {
        struct Identity: Decodable {
            let sourceIp: String?
        }

        let identity: Identity?
        let requestId: String?
        let authorizer: [String: JSONValue]?
    }

    let httpMethod: String
    let path: String
    let resource: String?
    let pathParameters: [String: String?]?
    let queryStringParameters: [String: String?]?
    let multiValueQueryStringParameters: [String: [String]?]?
    let headers: [String: String?]?
    let multiValueHeaders: [String: [String]?]?
    let requestContext: Context?
    let body: String?
    let isBase64Encoded: Bool?

    func request() throws(InvalidField) -> APIGatewayRequest {
        // `headers` holds the last value of each; the other map holds all of them.
        let joined = multiValueHeaders?.compactMapValues { $0?.joined(separator: ", ") } ?? [:]
        let headers = headers.present.merging(joined) { $1 }
        let repeated = multiValueQueryStringParameters?.compactMapValues { $0?.joined(separator: ",") } ?? [:]
        return APIGatewayRequest(
            method: httpMethod.uppercased(), path: path, routeKey: resource, pathParameters: pathParameters.present,
            query: queryStringParameters.present.merging(repeated) { $1 }, headers: HTTPHeaders(headers),
            body: try decodedBody(body, isBase64Encoded ?? false), requestID: requestContext?.requestId,
            sourceIP: requestContext?.identity?.sourceIp,
            caller: CallerIdentity(payloadV1: requestContext?.authorizer))
    }
}

private func decodedBody(_ body: String?, _ isBase64: Bool) throws(InvalidField) -> Data {
    guard let body else { return Data() }
    guard isBase64 else { return Data(body.utf8) }
    guard let data = Data(base64Encoded: body) else {
        throw InvalidField(field: nil, problem: "has a body that is not the base64 it is said to be")
    }
    return data
}

extension [String: String?]? {
    /// Without the nulls.
    fileprivate var present: [String: String] { self?.compactMapValues(\.self) ?? [:] }
}

extension HTTPHeaders {
    fileprivate init(_ values: [String: String]) {
        self.init()
        for (name, value) in values { append(name, value) }
    }
}
