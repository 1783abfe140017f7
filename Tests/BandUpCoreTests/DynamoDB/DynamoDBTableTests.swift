import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

@Suite("A DynamoDB table") struct DynamoDBTableTests {
    private struct Job: Codable, Equatable, Sendable {
        var id: String
        var count: Int
    }

    private let clock = SteppingClock()
    private let http: @Sendable (Result<HTTPResponse, HTTPClientError>...) -> FakeAWS = { FakeAWS($0) }

    private func client(_ http: FakeAWS) -> DynamoDBClient {
        DynamoDBClient(client: AWSClient(service: .dynamoDB, configuration: .test(), http: http, clock: clock))
    }

    private func table(_ http: FakeAWS) -> DynamoDBTable {
        DynamoDBTable("jobs", partitionKey: "id", client: client(http))
    }

    private var deadline: Deadline { .after(.seconds(10), on: clock) }

    /// The one request that was sent: its operation and its input.
    private func sent(_ http: FakeAWS) async throws -> (operation: String?, input: JSONValue) {
        let requests = await http.requests
        #expect(requests.count == 1)
        let request = try #require(requests.first)
        #expect(request.url == "https://dynamodb.eu-central-1.amazonaws.com/")
        #expect(request.headers["content-type"] == "application/x-amz-json-1.0")
        let input = try JSONDecoder().decode(JSONValue.self, from: request.body.bytes)
        return (request.headers["x-amz-target"], input)
    }

    @Test("an item is read by its key")
    func getItem() async throws {
        let http = http(
            .answer(
                200, [:], #" {"ConsumedCapacity":{"a":[1.5e3,null,{}]}, "Item" : {"count":{"N":"2"},"id":{"S":"j"}}} "#)
        )
        let jobs = table(http)
        let job = try await jobs.get(Job.self, jobs.key("j\""), consistentRead: true, deadline: deadline)
        #expect(job == Job(id: "j", count: 2))
        let sent = try await sent(http)
        #expect(sent.operation == "DynamoDB_20120810.GetItem")
        #expect(sent.input == ["TableName": "jobs", "Key": ["id": ["S": "j\""]], "ConsistentRead": true])
    }

    @Test("an item that is not there is nil")
    func noItem() async throws {
        let http = http(.answer(200, [:], "{}"))
        #expect(try await table(http).get(Job.self, ["id": .string("j")], deadline: deadline) == nil)
        #expect(try await sent(http).input["ConsistentRead"] == false)
    }

    @Test("an item is stored, with its condition as placeholders")
    func putItem() async throws {
        let http = http(.answer(200, [:], "{}"), .answer(200, [:], "{}"))
        try await table(http).put(
            Job(id: "j", count: 1), if: "attribute_not_exists(\(name: "id"))", deadline: deadline)
        let sent = try await sent(http)
        #expect(sent.operation == "DynamoDB_20120810.PutItem")
        #expect(
            sent.input == [
                "TableName": "jobs", "Item": ["id": ["S": "j"], "count": ["N": "1"]],
                "ConditionExpression": "attribute_not_exists(#0)", "ExpressionAttributeNames": ["#0": "id"],
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            ])

        try await table(http).put(Job(id: "k", count: 2), deadline: deadline)
        let second = try #require(await http.requests.last)
        #expect(
            try JSONDecoder().decode(JSONValue.self, from: second.body.bytes)
                == ["TableName": "jobs", "Item": ["id": ["S": "k"], "count": ["N": "2"]]])
    }

    @Test("an update sends both expressions with one numbering")
    func updateItem() async throws {
        let http = http(.answer(200, [:], "{}"))
        try await table(http).update(
            ["id": .string("j")], .set(["status": .string("processing"), "count": .integer(3)]),
            if: "\(name: "status") <> \(value: .string("completed"))", deadline: deadline)
        let sent = try await sent(http)
        #expect(sent.operation == "DynamoDB_20120810.UpdateItem")
        #expect(
            sent.input == [
                "TableName": "jobs", "Key": ["id": ["S": "j"]], "UpdateExpression": "SET #0 = :0, #1 = :1",
                "ConditionExpression": "#1 <> :2", "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                "ExpressionAttributeNames": ["#0": "count", "#1": "status"],
                "ExpressionAttributeValues": [
                    ":0": ["N": "3"], ":1": ["S": "processing"], ":2": ["S": "completed"],
                ],
            ])
    }

    @Test("an encoded item is written into the update as it is")
    func encodedUpdate() async throws {
        let http = http(.answer(200, [:], "{}"))
        let item = try DynamoDBEncoder().item(["list": [1, 2]])
        try await table(http).update(
            ["id": .string("j")], .set(item, and: ["status": .string("done")]), deadline: deadline)
        #expect(
            try await sent(http).input == [
                "TableName": "jobs", "Key": ["id": ["S": "j"]], "UpdateExpression": "SET #0 = :0, #1 = :1",
                "ExpressionAttributeNames": ["#0": "list", "#1": "status"],
                "ExpressionAttributeValues": [":0": ["L": [["N": "1"], ["N": "2"]]], ":1": ["S": "done"]],
            ])
    }

    @Test(
        "an update gives back what it was asked for",
        arguments: [
            (.old, "ALL_OLD"), (.new, "ALL_NEW"), (.updatedOld, "UPDATED_OLD"), (.updatedNew, "UPDATED_NEW"),
        ] as [(DynamoDBReturnValues, String)])
    func returning(values: DynamoDBReturnValues, name: String) async throws {
        let answers = http(
            .answer(200, [:], #"{"Attributes":{"id":{"S":"j"},"count":{"N":"4"}}}"#), .answer(200, [:], "{}"))
        let addOne: DynamoDBExpression = "ADD \(name: "count") \(value: .integer(1))"
        let key: DynamoDBItem = ["id": .string("j")]
        #expect(
            try await table(answers).update(key, addOne, returning: values, as: Job.self, deadline: deadline)
                == Job(id: "j", count: 4))
        let sent = try await sent(answers)
        #expect(sent.input["ReturnValues"] == .string(name))
        #expect(sent.input["UpdateExpression"] == "ADD #0 :0")
        // Of an item that is new there is nothing old.
        #expect(
            try await table(answers).update(key, addOne, returning: values, as: Job.self, deadline: deadline) == nil)
    }

    @Test("an item is deleted under a condition, and the caller that deleted it gets it")
    func delete() async throws {
        let http = http(
            .answer(200, [:], #"{"Attributes":{"id":{"S":"t"},"count":{"N":"1"}}}"#), .answer(200, [:], "{}"),
            .answer(200, [:], "{}"))
        let tickets = table(http)
        let ticket = try await tickets.delete(
            tickets.key("t"), if: "\(name: "count") = \(value: .integer(1))", returningOld: Job.self,
            deadline: deadline)
        #expect(ticket == Job(id: "t", count: 1))
        let sent = try await sent(http)
        #expect(sent.operation == "DynamoDB_20120810.DeleteItem")
        #expect(
            sent.input == [
                "TableName": "jobs", "Key": ["id": ["S": "t"]], "ConditionExpression": "#0 = :0",
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD", "ReturnValues": "ALL_OLD",
                "ExpressionAttributeNames": ["#0": "count"], "ExpressionAttributeValues": [":0": ["N": "1"]],
            ])
        #expect(try await tickets.delete(tickets.key("t"), returningOld: Job.self, deadline: deadline) == nil)
        try await tickets.delete(tickets.key("t"), deadline: deadline)
        let last = try #require(await http.requests.last)
        #expect(
            try JSONDecoder().decode(JSONValue.self, from: last.body.bytes)
                == ["TableName": "jobs", "Key": ["id": ["S": "t"]]])
    }

    @Test("a put gives back the item that it took the place of")
    func putReturning() async throws {
        let http = http(
            .answer(200, [:], #"{"Attributes":{"id":{"S":"j"},"count":{"N":"1"}}}"#), .answer(200, [:], "{}"))
        let new = Job(id: "j", count: 2)
        #expect(
            try await table(http).put(new, returningOld: Job.self, deadline: deadline) == Job(id: "j", count: 1))
        #expect(try await sent(http).input["ReturnValues"] == "ALL_OLD")
        #expect(try await table(http).put(new, returningOld: Job.self, deadline: deadline) == nil)
    }

    @Test("a key has the parts that the table's has")
    func keys() {
        let client = client(http())
        let users = DynamoDBTable("bandup-users", partitionKey: "email", client: client)
        #expect(users.key("a@b") == ["email": .string("a@b")])
        let usage = DynamoDBTable("bandup-usage", partitionKey: "user_id", sortKey: "day", client: client)
        #expect(usage.key("u", "2026-11-28") == ["user_id": .string("u"), "day": .string("2026-11-28")])
    }

    @Test("a failed condition brings the item as it is")
    func conditionFailed() async throws {
        let body = """
            {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional \
            request failed", "Item": {"id":{"S":"é"},"count":{"N":"9"}} }
            """
        let http = http(.answer(400, [:], body), .answer(400, [:], body.replacing("\"Item\"", with: "\"Other\"")))
        let error = await #expect(throws: DynamoDBError.self) {
            try await table(http).update([:], .set(["a": .null]), deadline: deadline)
        }
        guard case .conditionalCheckFailed(let item?)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try item.decode(Job.self) == Job(id: "é", count: 9))
        await #expect(throws: DynamoDBError.conditionalCheckFailed(item: nil)) {
            try await table(http).put(Job(id: "", count: 0), deadline: deadline)
        }
    }

    @Test("a query sends what is set, and returns items and the next page's start")
    func query() async throws {
        let http = http(
            .answer(
                200, [:],
                #"{"Count":2,"Items":[{"id":{"S":"a"},"count":{"N":"1"}},{"id":{"S":"b"},"count":{"N":"2"}}],"LastEvaluatedKey":{"id":{"S":"b"}},"ScannedCount":2}"#
            ))
        let page = try await table(http).page(
            Job.self,
            DynamoDBQuery(
                index: "by-user", keyCondition: "\(name: "user") = \(value: .string("u"))",
                filter: "\(name: "kind") = \(value: .string("writing"))", projection: ["id", "count", "user"],
                scanIndexForward: false, limit: 2, exclusiveStartKey: ["id": .string("z")]),
            deadline: deadline)
        #expect(page.items == [Job(id: "a", count: 1), Job(id: "b", count: 2)])
        #expect(page.lastEvaluatedKey == ["id": .string("b")])
        let sent = try await sent(http)
        #expect(sent.operation == "DynamoDB_20120810.Query")
        #expect(
            sent.input == [
                "TableName": "jobs", "IndexName": "by-user", "KeyConditionExpression": "#0 = :0",
                "FilterExpression": "#1 = :1", "ProjectionExpression": "#2,#3,#0", "ScanIndexForward": false,
                "Limit": 2, "ExclusiveStartKey": ["id": ["S": "z"]],
                "ExpressionAttributeNames": ["#0": "user", "#1": "kind", "#2": "id", "#3": "count"],
                "ExpressionAttributeValues": [":0": ["S": "u"], ":1": ["S": "writing"]],
            ])
    }

    @Test("an empty last page has no items and no key")
    func emptyPage() async throws {
        let page = try await table(http(.answer(200, [:], #"{"Items":[],"Count":0}"#))).page(
            Job.self, DynamoDBQuery(keyCondition: "\(name: "id") = \(value: .null)"), deadline: deadline)
        #expect(page.items.isEmpty && page.lastEvaluatedKey == nil)
    }

    @Test(
        "an answer that is no answer is told apart from an item that does not fit",
        arguments: ["", "[]", "{", #"{"Item":[]}"#, #"{"Item":{"id":1}}"#, #"{"Item":{}} x"#, #"{"a":tru}"#])
    func malformed(answer: String) async {
        // Damaged on its way, perhaps: whoever repeats the call decides by the verdict.
        await #expect(throws: DynamoDBError.aws(.malformedAnswer(operation: "GetItem"))) {
            try await table(http(.answer(200, [:], answer))).get(Job.self, [:], deadline: deadline)
        }
    }

    @Test("errors name type and path, and nothing that is stored")
    func decodingError() async throws {
        let answer = #"{"Item":{"id":{"S":"secret"},"count":{"S":"secret"}}}"#
        let error = await #expect(throws: DynamoDBError.self) {
            try await table(http(.answer(200, [:], answer))).get(Job.self, [:], deadline: deadline)
        }
        #expect(error == .decoding("typeMismatch at count in Job"))
        #expect(error?.logDescription == "DynamoDB decoding: typeMismatch at count in Job")

        let encoding = await #expect(throws: DynamoDBError.self) {
            try await table(http()).put(["an e-mail@address": [1, Double.nan]], deadline: deadline)
        }
        #expect(encoding == .encoding("invalidValue at hidden.1 in Dictionary<String, Array<Double>>"))
    }

    @Test("a value that DynamoDB cannot hold is found before anything is sent")
    func badValues() async throws {
        let http = http()
        await #expect(throws: DynamoDBError.encoding("invalidValue at :0 in DynamoDBWrite")) {
            try await table(http).update(
                [:], "SET \(name: "a") = \(value: .number("NaN"))", deadline: deadline)
        }
        #expect(await http.requests.isEmpty)
    }

    @Test("the service's errors come through with their verdict")
    func serviceErrors() async throws {
        let http = http(.answer(400, [:], #"{"__type":"x#ResourceNotFoundException","message":"secret"}"#))
        let error = await #expect(throws: DynamoDBError.self) {
            try await table(http).put(["id": 1], deadline: deadline)
        }
        guard case .aws(let inner)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(inner.code == "ResourceNotFoundException")
        #expect(error?.retryVerdict == .stop)
        #expect(error?.logDescription.contains("secret") == false)
        #expect(
            DynamoDBError.aws(.service(AWSServiceError(code: "ThrottlingException", status: 400))).retryVerdict
                == .throttled(after: nil))
    }
}
