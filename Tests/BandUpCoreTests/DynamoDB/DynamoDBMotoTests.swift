import Base
import Foundation
import Testing

@testable import BandUpCore

/// Every operation of a table, taken by another implementation of the service.
@Suite("A table of moto's", .enabled(if: MotoServer.isInstalled, "make setup")) struct DynamoDBMotoTests {
    private struct Card: Codable, Equatable, Sendable {
        var id: String
        var user: String
        var count: Int
        var tags: [String] = ["a"]
        var source: [String: Bool] = ["isOurs": true]
        var vector = Data([0, 255])
    }

    private let deadline = Deadline.after(.seconds(120), on: SystemClock())

    @Test("single writes, pages, batches and transactions do what they say")
    func operations() async throws {
        let server = try await MotoServer()
        let cards = try await server.table("cards", partitionKey: "user", sortKey: "id")
        try await singleWrites(cards)
        try await batchesAndPages(cards)
        try await transactions(server, cards, try await server.table("usage", partitionKey: "user"))
    }

    private func singleWrites(_ cards: DynamoDBTable) async throws {
        let card = Card(id: "c", user: "u", count: 1)
        let isNew: DynamoDBExpression = "attribute_not_exists(\(name: "id"))"
        try await cards.put(card, if: isNew, deadline: deadline)
        #expect(
            try await cards.get(Card.self, cards.key("u", "c"), consistentRead: true, deadline: deadline) == card)
        let error = await #expect(throws: DynamoDBError.self) {
            try await cards.put(Card(id: "c", user: "u", count: 2), if: isNew, deadline: deadline)
        }
        guard case .conditionalCheckFailed(let found?)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try found.decode(Card.self) == card)

        let addTwo: DynamoDBExpression = "ADD \(name: "count") \(value: .integer(2))"
        let updated = try await cards.update(
            cards.key("u", "c"), addTwo, returning: .new, as: Card.self, deadline: deadline)
        #expect(updated?.count == 3)
        let before = try await cards.update(
            cards.key("u", "c"), addTwo, returning: .old, as: Card.self, deadline: deadline)
        #expect(before?.count == 3)
        let tags = try DynamoDBEncoder().item(["tags": ["x", "y"]])
        try await cards.update(
            cards.key("u", "c"), .set(tags, and: ["count": .integer(9)]), deadline: deadline)
        let deleted = try await cards.delete(
            cards.key("u", "c"), if: "\(name: "count") = \(value: .integer(9))", returningOld: Card.self,
            deadline: deadline)
        #expect(deleted == Card(id: "c", user: "u", count: 9, tags: ["x", "y"]))
        #expect(try await cards.get(Card.self, cards.key("u", "c"), deadline: deadline) == nil)
        #expect(
            try await cards.delete(cards.key("u", "c"), returningOld: Card.self, deadline: deadline) == nil)
    }

    private func batchesAndPages(_ cards: DynamoDBTable) async throws {
        let all = (0..<130).map { Card(id: String(1000 + $0), user: "u", count: $0) }
        try await cards.batchWrite(putting: all, deadline: deadline)
        let keys = all.map { cards.key("u", $0.id) } + [cards.key("u", "gone")]
        let read = try await cards.batchGet(Card.self, keys, deadline: deadline)
        #expect(read.sorted { $0.id < $1.id } == all)

        var paged: [Int] = []
        var start: DynamoDBItem?
        struct Count: Decodable, Sendable { let count: Int }
        repeat {
            let page = try await cards.page(
                Count.self,
                DynamoDBQuery(
                    keyCondition: "\(name: "user") = \(value: .string("u"))",
                    filter: "\(name: "count") >= \(value: .integer(100))", projection: ["count"],
                    scanIndexForward: false, limit: 40, exclusiveStartKey: start), deadline: deadline)
            paged += page.items.map(\.count)
            start = page.lastEvaluatedKey
        } while start != nil
        #expect(paged == (100..<130).reversed())

        try await cards.batchDelete(keys, deadline: deadline)
        #expect(try await cards.batchGet(Card.self, keys, deadline: deadline).isEmpty)
    }

    private func transactions(
        _ server: MotoServer, _ cards: DynamoDBTable, _ usage: DynamoDBTable
    ) async throws {
        struct Usage: Codable, Equatable, Sendable {
            let user: String
            let cards: Int
        }
        let isNew: DynamoDBExpression = "attribute_not_exists(\(name: "id"))"
        let countOne = usage.updating(usage.key("u"), "ADD \(name: "cards") \(value: .integer(1))")
        let card = Card(id: "t", user: "u", count: 1)
        try await server.client.transact([try cards.putting(card, if: isNew), countOne], deadline: deadline)
        let error = await #expect(throws: DynamoDBError.self) {
            try await server.client.transact([countOne, try cards.putting(card, if: isNew)], deadline: deadline)
        }
        guard case .transactionCanceled(let reasons)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reasons.map(\.code) == [.none, .conditionalCheckFailed])
        #expect(try reasons[1].item?.decode(Card.self) == card)
        // Of the second transaction nothing was done.
        #expect(
            try await usage.get(Usage.self, usage.key("u"), consistentRead: true, deadline: deadline)
                == Usage(user: "u", cards: 1))
        try await server.client.transact(
            [
                cards.deleting(cards.key("u", "t")),
                usage.checking(usage.key("u"), "\(name: "cards") = \(value: .integer(1))"),
            ], deadline: deadline)
        #expect(try await cards.get(Card.self, cards.key("u", "t"), deadline: deadline) == nil)
    }
}
