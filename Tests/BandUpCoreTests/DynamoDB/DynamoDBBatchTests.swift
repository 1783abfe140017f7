import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite("Batches and transactions of DynamoDB") struct DynamoDBBatchTests {
    private struct Card: Codable, Equatable, Sendable {
        var id: String
        var count: Int
    }

    private let clock = SteppingClock()
    private var deadline: Deadline { .after(.seconds(10), on: clock) }

    private func client(_ http: FakeAWS) -> DynamoDBClient {
        DynamoDBClient(client: AWSClient(service: .dynamoDB, configuration: .test(), http: http, clock: clock))
    }

    private func table(_ http: FakeAWS) -> DynamoDBTable {
        DynamoDBTable("cards", partitionKey: "id", client: client(http))
    }

    private func inputs(_ http: FakeAWS, of operation: String) async throws -> [JSONValue] {
        let requests = await http.requests
        #expect(requests.allSatisfy { $0.headers["x-amz-target"] == "DynamoDB_20120810.\(operation)" })
        return try requests.map { try JSONDecoder().decode(JSONValue.self, from: $0.body.bytes) }
    }

    // MARK: Reading

    @Test("items are read by their keys, and what was left out is asked for again as DynamoDB says it")
    func batchGet() async throws {
        let rest = ##"{"cards":{"Keys":[{"id":{"S":"b"}}],"ConsistentRead":true,"ProjectionExpression":"#0"}}"##
        let http = FakeAWS([
            .answer(
                200, [:],
                #"{"Responses":{"cards":[{"id":{"S":"a"},"count":{"N":"1"}}]},"UnprocessedKeys":\#(rest)}"#),
            .answer(
                200, [:], #"{"UnprocessedKeys":{},"Responses":{"cards":[{"count":{"N":"2"},"id":{"S":"b"}}]}}"#),
        ])
        let cards = table(http)
        let found = try await cards.batchGet(
            Card.self, ["a", "b", "gone"].map { cards.key($0) }, consistentRead: true, projection: ["id", "count"],
            deadline: deadline)
        #expect(found == [Card(id: "a", count: 1), Card(id: "b", count: 2)])
        let inputs = try await inputs(http, of: "BatchGetItem")
        #expect(
            inputs.first == [
                "RequestItems": [
                    "cards": [
                        "Keys": [["id": ["S": "a"]], ["id": ["S": "b"]], ["id": ["S": "gone"]]],
                        "ConsistentRead": true, "ProjectionExpression": "#0,#1",
                        "ExpressionAttributeNames": ["#0": "id", "#1": "count"],
                    ]
                ]
            ])
        #expect(
            inputs.last == [
                "RequestItems": try JSONDecoder().decode(JSONValue.self, from: Data(rest.utf8))
            ])
        #expect(clock.pauses.count == 1)
    }

    @Test("a hundred keys go into one request", arguments: [(0, []), (1, [1]), (100, [100]), (250, [100, 100, 50])])
    func mostKeys(count: Int, sizes: [Int]) async throws {
        let http = FakeAWS(sizes.map { _ in .answer(200, [:], #"{"Responses":{"cards":[]}}"#) })
        let cards = table(http)
        _ = try await cards.batchGet(Card.self, (0..<count).map { cards.key("\($0)") }, deadline: deadline)
        let sent = try await inputs(http, of: "BatchGetItem").map { input -> [JSONValue] in
            if case .array(let keys)? = input["RequestItems"]?["cards"]?["Keys"] { keys } else { [] }
        }
        #expect(sent.map(\.count) == sizes)
        #expect(Set(sent.joined().map(\.text)).count == count)
    }

    @Test("an item of a batch that does not fit its type is an error")
    func misfit() async throws {
        let http = FakeAWS([.answer(200, [:], #"{"Responses":{"cards":[{"id":{"S":"secret"}}]}}"#)])
        await #expect(throws: DynamoDBError.decoding("keyNotFound at count in Card")) {
            try await table(http).batchGet(Card.self, [["id": .string("a")]], deadline: deadline)
        }
    }

    // MARK: Writing

    @Test("items are stored and deleted, and what was left undone is sent again as DynamoDB says it")
    func batchWrite() async throws {
        let rest = #"{"cards":[{"DeleteRequest":{"Key":{"id":{"S":"c"}}}}]}"#
        let http = FakeAWS([
            .answer(200, [:], #"{"UnprocessedItems":\#(rest)}"#), .answer(200, [:], #"{"UnprocessedItems":\#(rest)}"#),
            .answer(200, [:], #"{"UnprocessedItems":{}}"#),
        ])
        let cards = table(http)
        try await cards.batchWrite(
            putting: [Card(id: "a", count: 1), Card(id: "b", count: 2)], deleting: [cards.key("c")],
            deadline: deadline)
        let inputs = try await inputs(http, of: "BatchWriteItem")
        #expect(
            inputs.first == [
                "RequestItems": [
                    "cards": [
                        ["PutRequest": ["Item": ["id": ["S": "a"], "count": ["N": "1"]]]],
                        ["PutRequest": ["Item": ["id": ["S": "b"], "count": ["N": "2"]]]],
                        ["DeleteRequest": ["Key": ["id": ["S": "c"]]]],
                    ]
                ]
            ])
        let again = JSONValue.object(["RequestItems": try JSONDecoder().decode(JSONValue.self, from: Data(rest.utf8))])
        #expect(Array(inputs.dropFirst()) == [again, again])
    }

    @Test("twenty-five writes go into one request", arguments: [(0, []), (25, [25]), (60, [25, 25, 10])])
    func mostWrites(count: Int, sizes: [Int]) async throws {
        let http = FakeAWS(sizes.map { _ in .answer(200, [:], "{}") })
        let cards = table(http)
        try await cards.batchDelete((0..<count).map { cards.key("\($0)") }, deadline: deadline)
        let sent = try await inputs(http, of: "BatchWriteItem").map { input -> [JSONValue] in
            if case .array(let requests)? = input["RequestItems"]?["cards"] { requests } else { [] }
        }
        #expect(sent.map(\.count) == sizes)
        #expect(Set(sent.joined().map(\.text)).count == count)
    }

    @Test("a batch that stays undone ends with the deadline")
    func neverDone() async throws {
        let rest = #"{"UnprocessedItems":{"cards":[{"DeleteRequest":{"Key":{"id":{"S":"c"}}}}]}}"#
        let http = FakeAWS(Array(repeating: .answer(200, [:], rest), count: 1000))
        let end = deadline
        await #expect(throws: DynamoDBError.unprocessed) {
            try await table(http).batchDelete([["id": .string("c")]], deadline: end)
        }
        #expect(clock.now <= end.date)
        #expect(clock.pauses.allSatisfy { $0 <= .seconds(5) })
        #expect(DynamoDBError.unprocessed.retryVerdict == .throttled(after: nil))
    }

    // MARK: Transactions

    @Test("writes of several tables go together, each with its condition, under a token")
    func transact() async throws {
        let http = FakeAWS([.answer(200, [:], "{}")])
        let (cards, client) = (table(http), client(http))
        let usage = DynamoDBTable("usage", partitionKey: "user", sortKey: "day", client: client)
        try await client.transact(
            [
                try cards.putting(Card(id: "a", count: 1), if: "attribute_not_exists(\(name: "id"))"),
                usage.updating(usage.key("u", "d"), "ADD \(name: "runs") \(value: .integer(1))"),
                cards.deleting(cards.key("b")),
                cards.checking(cards.key("c"), "\(name: "count") > \(value: .integer(0))"),
            ], deadline: deadline)
        let input = try #require(try await inputs(http, of: "TransactWriteItems").first)
        #expect(
            input["TransactItems"] == [
                [
                    "Put": [
                        "TableName": "cards", "Item": ["id": ["S": "a"], "count": ["N": "1"]],
                        "ConditionExpression": "attribute_not_exists(#0)", "ExpressionAttributeNames": ["#0": "id"],
                        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                    ]
                ],
                [
                    "Update": [
                        "TableName": "usage", "Key": ["user": ["S": "u"], "day": ["S": "d"]],
                        "UpdateExpression": "ADD #0 :0", "ExpressionAttributeNames": ["#0": "runs"],
                        "ExpressionAttributeValues": [":0": ["N": "1"]],
                    ]
                ],
                ["Delete": ["TableName": "cards", "Key": ["id": ["S": "b"]]]],
                [
                    "ConditionCheck": [
                        "TableName": "cards", "Key": ["id": ["S": "c"]], "ConditionExpression": "#0 > :0",
                        "ReturnValuesOnConditionCheckFailure": "ALL_OLD", "ExpressionAttributeNames": ["#0": "count"],
                        "ExpressionAttributeValues": [":0": ["N": "0"]],
                    ]
                ],
            ])
        // DynamoDB takes 1 to 36 characters.
        #expect(input["ClientRequestToken"]?.stringValue?.utf8.count == 36)
    }

    private func cancelled(_ codes: String...) -> Result<HTTPResponse, HTTPClientError> {
        let reasons = codes.map { code in
            let item = code == "ConditionalCheckFailed" ? #","Item":{"id":{"S":"a"},"count":{"N":"7"}}"# : ""
            return #"{"Code":"\#(code)","Message":"words"\#(item)}"#
        }
        return .answer(
            400, [:],
            """
            {"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"secret", \
            "CancellationReasons": [\(reasons.joined(separator: ","))]}
            """)
    }

    @Test("a cancelled transaction tells the reason of each write, with the item that was in the way")
    func reasons() async throws {
        let http = FakeAWS([cancelled("None", "ConditionalCheckFailed", "TransactionConflict")])
        let cards = table(http)
        let error = await #expect(throws: DynamoDBError.self) {
            try await client(http).transact([cards.deleting(cards.key("a"))], deadline: deadline)
        }
        guard case .transactionCanceled(let reasons)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reasons.map(\.code) == [.none, .conditionalCheckFailed, .transactionConflict])
        #expect(try reasons[1].item?.decode(Card.self) == Card(id: "a", count: 7))
        #expect(reasons[0].item == nil)
        #expect(error?.retryVerdict == .stop)
        #expect(
            error?.logDescription
                == "DynamoDB transaction cancelled: None, ConditionalCheckFailed, TransactionConflict")
        #expect(await http.requests.count == 1)
    }

    @Test("a transaction that met another is repeated under its token")
    func conflict() async throws {
        let http = FakeAWS([
            cancelled("TransactionConflict", "None"), cancelled("None", "ThrottlingError"), .answer(200, [:], "{}"),
        ])
        let cards = table(http)
        try await client(http).transact(
            [cards.deleting(cards.key("a")), cards.deleting(cards.key("b"))], deadline: deadline)
        let inputs = try await inputs(http, of: "TransactWriteItems")
        #expect(inputs.count == 3)
        #expect(Set(inputs.map { $0["ClientRequestToken"]?.stringValue }).count == 1)
    }

    @Test("a transaction that meets others until the deadline ends with their reasons")
    func conflicts() async throws {
        let http = FakeAWS(Array(repeating: cancelled("TransactionConflict"), count: 1000))
        let cards = table(http)
        let end = deadline
        let error = await #expect(throws: DynamoDBError.self) {
            try await client(http).transact([cards.deleting(cards.key("a"))], deadline: end)
        }
        #expect(error == .transactionCanceled([CancellationReason(code: .transactionConflict)]))
        #expect(error?.retryVerdict == .transient(after: nil))
        #expect(clock.now <= end.date)
    }
}
