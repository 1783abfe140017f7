import FoundationEssentials

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// Events as Lambda hands them over, down to the request that each function makes of them.
struct EventTarget: FuzzTarget {
    static let name = "events"

    private let router = Router([
        Route(.post, "/writing/evaluations", 1), Route(.get, "/writing/evaluations/{id}", 2),
        Route(.post, "/uploads", 3),
    ])
    private let requests = RequestChecks()

    var seeds: [FuzzInput] {
        get throws { try Corpus.events() + RequestChecks.examples.map { FuzzInput($0) } }
    }

    func run(_ input: [UInt8]) throws -> Outcome {
        let shape: EventShape
        do {
            shape = try EventShape(Data(input))
        } catch {
            try Promises.isOneLine(error.problem, longest: 400)
            return Outcome(0)
        }
        let kinds = Self.kinds.filter { $0.matches(shape) }
        try promise(kinds.count <= 1, "an event of two kinds: \(kinds)")
        do {
            switch try kinds.first?.init(shape) {
            case let batch as SQSEvent: return try sqs(batch)
            case let event as HTTPAPIEvent: return try api(event.request, input)
            case let event as RESTAPIEvent: return try api(event.request, input)
            case let request as DirectRequest: return try requests.check(request.body)
            case let event?: return Outcome(3, "\(type(of: event))".count)
            case nil: return Outcome(4)
            }
        } catch let error as UnsupportedEvent {
            try Promises.isOneLine(error.problem, longest: 400)
            return Outcome(5)
        } catch let error as InvalidField {
            return Outcome(6, error.problem.count)
        }
    }

    private static let kinds: [any LambdaEvent.Type] = [
        SQSEvent.self, HTTPAPIEvent.self, RESTAPIEvent.self, WebSocketEvent.self, AuthorizerEvent.self,
        ActionGroupCall.self, GatewayToolCall.self, DirectRequest.self,
    ]

    private func api(_ request: Result<APIGatewayRequest, InvalidField>, _ input: [UInt8]) throws -> Outcome {
        switch request {
        case .success(let request): try api(request, input)
        case .failure(let error): try answer(APIError(error), requestID: "r-1", for: nil)
        }
    }

    private func sqs(_ batch: SQSEvent) throws -> Outcome {
        var outcome = Outcome(1, min(batch.records.count, 4))
        for record in batch.records.prefix(8) {
            outcome.add(try requests.check(Data(record.body.utf8)))
            outcome.add(record.receiveCount > 1 ? 1 : 0)
            outcome.add(record.orderedGroupID == nil ? 0 : 1)
        }
        let ids = batch.records.map(\.messageID)
        let json = try Promises.json(SQSBatchResponse(failedMessageIDs: ids).json)
        guard case .array(let items)? = json["batchItemFailures"] else { throw BrokenPromise("no list of failures") }
        try promise(items.map { $0["itemIdentifier"]?.stringValue } == ids, "message ids changed on the way back")
        return outcome
    }

    private func api(_ request: APIGatewayRequest, _ input: [UInt8]) throws -> Outcome {
        var outcome = Outcome(2, request.prefersAsynchronousAnswer ? 1 : 0)
        switch Result(catching: { () throws(APIError) in try APIAccess(mode: .iam).caller(of: request) }) {
        case .success(let caller):
            if let user = caller.user { try Promises.isIdentifier(user.description) }
            try promise(
                caller.user != nil || Self.isSigned(input), "a caller without a signature was taken for a back end")
            outcome.add(caller.user == nil ? 1 : 0)
        case .failure(let error): outcome.add(try answer(error, requestID: "r-1", for: request))
        }
        switch Result(catching: { () throws(APIError) in try router.match(request) }) {
        case .success(.target(let target, let parameters)):
            outcome.add(target)
            try promise(
                (parameters["id"] != nil) == (target == 2), "an id where the route has none, or none where it has one")
        case .success(.options): outcome.add(9)
        case .failure(let error):
            outcome.add(try answer(error, requestID: "r-1", for: request))
        }
        let fields: RequestFields
        do {
            fields = try request.jsonFields(maxByteCount: 1 << 20)
        } catch {
            outcome.add(try answer(error, requestID: "r-1", for: request))
            return outcome
        }
        outcome.add(try requests.check(fields))
        return outcome
    }

    /// Whether a gateway has checked an IAM signature, read off the event in another way than the code does.
    private static func isSigned(_ input: [UInt8]) -> Bool {
        // A number that no type holds, in a member that nothing reads, stops this reader and not the code.
        guard let event = try? JSONDecoder().decode(JSONValue.self, from: Data(input)) else { return true }
        guard let context = event["requestContext"] else { return false }
        let arn = context["authorizer"]?["iam"]?["userArn"] ?? context["identity"]?["userArn"]
        return arn?.stringValue?.isEmpty == false
    }

    /// The error as the API would answer it.
    private func answer(_ error: APIError, requestID: String, for request: APIGatewayRequest?) throws -> Outcome {
        let response = APIResponder().error(error, requestID: requestID, for: request)
        let json = try Promises.json(response.json)
        try promise(json["statusCode"] == .integer(Int64(error.code.httpStatus)), "another status")
        try promise((400...599).contains(error.code.httpStatus), "an error with the status of a success")
        if request?.method != "HEAD" {
            let body = try Promises.json(Data((json["body"]?.stringValue ?? "").utf8))
            try promise(body["error"]?["code"]?.stringValue == error.code.rawValue, "another code in the body")
            try promise(body["error"]?["request_id"]?.stringValue == requestID, "another request id in the body")
        }
        try Promises.isOneLine(error.message, longest: 600)
        return Outcome(error.code.httpStatus, error.field?.count ?? 0)
    }
}
