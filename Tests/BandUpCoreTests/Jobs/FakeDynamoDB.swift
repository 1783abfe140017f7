import FoundationEssentials
import Synchronization

@testable import BandUpCore

/// A table in memory behind the real client: it reads the requests that go over the wire and evaluates their conditions,
/// so that what the store's expressions say is tested, not what they are meant to say.
final class FakeDynamoDB: HTTPClient {
    private struct State {
        var items: [String: [String: JSONValue]] = [:]
        var faults: [Fault] = []
        var updateCount = 0
    }

    enum Fault: Sendable {
        /// The write happens, its answer is lost.
        case answerLost
        case throttled
        /// An error that no repetition mends.
        case refused
        /// No fault, for a later one to meet its update.
        case passes
    }

    private let state = Mutex(State())
    private let idAttribute: String

    init(idAttribute: String = "evaluation_id") {
        self.idAttribute = idAttribute
    }

    /// One entry for each of the next updates.
    func fail(next faults: Fault...) { state.withLock { $0.faults += faults } }

    var updateCount: Int { state.withLock { $0.updateCount } }

    func item(_ id: String, _ userID: String) -> [String: JSONValue]? {
        state.withLock { $0.items["\(id)/\(userID)"] }
    }

    func text(_ attribute: String, of id: String, _ userID: String) -> String? {
        let value = item(id, userID)?[attribute]
        return value?["S"]?.stringValue ?? value?["N"]?.stringValue
    }

    func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        guard case .bytes(let body)? = request.body.segments.first,
            let input = try? JSONDecoder().decode(JSONValue.self, from: body)
        else { throw .transport(reason: "no body") }
        switch request.headers["X-Amz-Target"] {
        case "DynamoDB_20120810.UpdateItem": return try update(input)
        case "DynamoDB_20120810.GetItem": return get(input)
        default: throw .transport(reason: "not an operation of this fake")
        }
    }

    private func update(_ input: JSONValue) throws(HTTPClientError) -> HTTPResponse {
        let result = state.withLock { state -> Result<HTTPResponse, HTTPClientError> in
            state.updateCount += 1
            let fault = state.faults.isEmpty ? nil : state.faults.removeFirst()
            if case .throttled? = fault {
                return .success(answer(["__type": "ThrottlingException", "message": "slow down"], status: 400))
            }
            if case .refused? = fault {
                return .success(answer(["__type": "AccessDeniedException", "message": "no"], status: 400))
            }
            let key = itemKey(input)
            let old = state.items[key] ?? [:]
            var expression = FakeExpression(input)
            if let condition = input["ConditionExpression"]?.stringValue, !expression.isTrue(condition, for: old) {
                return .success(
                    answer(
                        [
                            "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
                            "message": "The conditional request failed", "Item": .object(old),
                        ], status: 400))
            }
            var item = old
            if case .object(let members)? = input["Key"] { item.merge(members) { _, new in new } }
            expression.apply(input["UpdateExpression"]?.stringValue ?? "", to: &item)
            state.items[key] = item
            if case .answerLost? = fault { return .failure(.connectionLost(requestMayHaveArrived: true)) }
            // UPDATED_NEW, given whole: the client reads what it wants of it.
            return .success(answer(input["ReturnValues"] == nil ? [:] : ["Attributes": .object(item)]))
        }
        return try result.get()
    }

    private func get(_ input: JSONValue) -> HTTPResponse {
        let item = state.withLock { $0.items[itemKey(input)] }
        return answer(item.map { ["Item": .object($0)] } ?? [:])
    }

    private func itemKey(_ input: JSONValue) -> String {
        let key = input["Key"]
        return "\(key?[idAttribute]?["S"]?.stringValue ?? "")/\(key?["user_id"]?["S"]?.stringValue ?? "")"
    }

    private func answer(_ body: [String: JSONValue], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: (try? JSONEncoder().encode(JSONValue.object(body))) ?? Data())
    }
}
