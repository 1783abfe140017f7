@testable import Examining
@testable import BandUpJobs
@testable import BandUpLambda
@testable import BandUpCore
@testable import Base
import FoundationEssentials

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
        let event: LambdaEvent
        do {
            event = try LambdaEvent(Data(input))
        } catch {
            try Promises.isOneLine(error.problem, longest: 400)
            return Outcome(0)
        }
        switch event {
        case .sqs(let batch): return try sqs(batch)
        case .api(let request): return try api(request, input)
        case .unreadableAPI(let error): return try answer(error, requestID: "r-1", for: nil)
        case .direct(let body): return try requests.check(body)
        }
    }

    private func sqs(_ batch: SQSEvent) throws -> Outcome {
        var outcome = Outcome(1, min(batch.records.count, 4))
        for record in batch.records.prefix(8) {
            outcome.add(try requests.check(Data(record.body.utf8)))
            outcome.add(record.receiveCount > 1 ? 1 : 0)
            outcome.add(record.orderedGroupID == nil ? 0 : 1)
            outcome.add(record.sentAt == nil ? 0 : 1)
        }
        let ids = batch.records.map(\.messageID)
        let json = try Promises.json(SQSBatchResponse(failedMessageIDs: ids).json)
        guard case .array(let items)? = json["batchItemFailures"] else { throw BrokenPromise("no list of failures") }
        try promise(items.map { $0["itemIdentifier"]?.stringValue } == ids, "message ids changed on the way back")
        return outcome
    }

    private func api(_ request: APIGatewayRequest, _ input: [UInt8]) throws -> Outcome {
        var outcome = Outcome(2, request.prefersAsynchronousAnswer ? 1 : 0)
        switch request.caller {
        case .authenticated(let user):
            try Promises.isIdentifier(user.description)
            outcome.add(0)
        case .trusted:
            try promise(!Self.hasAuthorizer(input), "a caller with an authorizer was taken for a back end")
            outcome.add(1)
        case .unidentified: outcome.add(2)
        }
        switch Result(catching: { () throws(APIError) in try router.match(request) }) {
        case .success(.target(let target, let id)):
            outcome.add(target)
            try promise((id != nil) == (target == 2), "an id where the route has none, or none where it has one")
        case .success(.options): outcome.add(9)
        case .failure(let error):
            outcome.add(try answer(error, requestID: request.requestID ?? "r-1", for: request))
        }
        let fields: RequestFields
        do {
            fields = try request.jsonFields(maxByteCount: 1 << 20)
        } catch {
            outcome.add(try answer(error, requestID: request.requestID ?? "r-1", for: request))
            return outcome
        }
        outcome.add(try requests.check(fields))
        return outcome
    }

    /// Whether a JWT, Cognito or Lambda authorizer has spoken, read off the event in another way than the code does.
    private static func hasAuthorizer(_ input: [UInt8]) -> Bool {
        guard let event = try? JSONDecoder().decode(JSONValue.self, from: Data(input)),
            let context = event["requestContext"], let authorizer = context["authorizer"], authorizer != .null
        else { return false }
        let isV2: Bool
        if let http = context["http"] { isV2 = http != .null } else { isV2 = event["version"] == "2.0" }
        guard isV2 else { return true }
        if let jwt = authorizer["jwt"], jwt != .null { return true }
        return authorizer["lambda"] != nil || (authorizer["iam"] ?? .null) == .null
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
