import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import Synchronization

@testable import BandUpJobs

/// A table in memory behind the real client: it reads the requests that go over the wire and evaluates their conditions,
/// so that what the store's expressions say is tested, not what they are meant to say.
final class FakeDynamoDB: HTTPClient {
    private struct State {
        var items: [String: [String: JSONValue]] = [:]
        var faults: [Fault] = []
        var updateCount = 0
        var queries: [JSONValue] = []
        var itemsRead = 0
        var lacksKindIndex = false
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

    /// The queries as they were sent.
    var queries: [JSONValue] { state.withLock { $0.queries } }

    /// Items that queries have read, those that their filters dropped included: what they cost.
    var itemsRead: Int { state.withLock { $0.itemsRead } }

    /// The table is one without the index of kinds.
    func dropKindIndex() { state.withLock { $0.lacksKindIndex = true } }

    /// Puts an item as another program may have written it.
    func put(_ id: String, _ userID: String, _ attributes: [String: JSONValue]) {
        let key: [String: JSONValue] = [idAttribute: ["S": .string(id)], "user_id": ["S": .string(userID)]]
        state.withLock { $0.items["\(id)/\(userID)"] = attributes.merging(key) { _, new in new } }
    }

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
        case "DynamoDB_20120810.Query": return query(input)
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

    /// As the service does it: `Limit` counts what is read, before the filter, and a page that reaches it has a
    /// `LastEvaluatedKey` even where nothing follows.
    private func query(_ input: JSONValue) -> HTTPResponse {
        let (items, lacksKindIndex) = state.withLock { state in
            state.queries.append(input)
            return (Array(state.items.values), state.lacksKindIndex)
        }
        let isByKind = input["IndexName"]?.stringValue == JobTable.kindIndex
        let keys = [idAttribute, "user_id", "created_at"] + (isByKind ? ["user_kind"] : [])
        var start: [String: JSONValue]?
        if case .object(let key)? = input["ExclusiveStartKey"] { start = key }
        guard !(isByKind && lacksKindIndex), start.map({ Set($0.keys) == Set(keys) }) ?? true else {
            return answer(["__type": "com.amazon.coral.validate#ValidationException"], status: 400)
        }
        var expression = FakeExpression(input)
        let condition = input["KeyConditionExpression"]?.stringValue ?? ""
        // Items without the index's keys are not in it.
        let isDescending = input["ScanIndexForward"] == false
        var found = items.filter { $0["created_at"] != nil && expression.isTrue(condition, for: $0) }
            .sorted { isDescending ? precedes($1, $0) : precedes($0, $1) }
        if let start {
            // A place outside of the key condition's range is an error.
            guard expression.isTrue(condition, for: start) else {
                return self.answer(["__type": "com.amazon.coral.validate#ValidationException"], status: 400)
            }
            found.removeAll { !(isDescending ? precedes($0, start) : precedes(start, $0)) }
        }
        var answer: [String: JSONValue] = [:]
        if case .integer(let limit)? = input["Limit"], found.count >= limit {
            found = Array(found.prefix(Int(limit)))
            answer["LastEvaluatedKey"] = found.last.map { last in
                .object(last.filter { keys.contains($0.key) })
            }
        }
        let readCount = found.count
        state.withLock { $0.itemsRead += readCount }
        if let filter = input["FilterExpression"]?.stringValue {
            found.removeAll { !expression.isTrue(filter, for: $0) }
        }
        if let projection = input["ProjectionExpression"]?.stringValue {
            let names = projection.split(separator: ",").compactMap {
                input["ExpressionAttributeNames"]?[String($0)]?.stringValue
            }
            found = found.map { item in item.filter { names.contains($0.key) } }
        }
        answer["Items"] = .array(found.map { .object($0) })
        return self.answer(answer)
    }

    /// By time; items of one time in the order of their ids (DynamoDB has an order for them, but not a documented one).
    private func precedes(_ left: [String: JSONValue], _ right: [String: JSONValue]) -> Bool {
        func place(_ item: [String: JSONValue]) -> (Int64, String) {
            (
                item["created_at"]?["N"]?.stringValue.flatMap { Int64($0) } ?? 0,
                item[idAttribute]?["S"]?.stringValue ?? ""
            )
        }
        return place(left) < place(right)
    }

    private func itemKey(_ input: JSONValue) -> String {
        let key = input["Key"]
        return "\(key?[idAttribute]?["S"]?.stringValue ?? "")/\(key?["user_id"]?["S"]?.stringValue ?? "")"
    }

    private func answer(_ body: [String: JSONValue], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: (try? JSONEncoder().encode(JSONValue.object(body))) ?? Data())
    }
}
