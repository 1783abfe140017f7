@testable import BandUpJobs
import BandUpLambda
import BandUpCore
import Base
import FoundationEssentials
import Testing

@Suite("Histories") struct HistoryTests {
    /// A writing record of `user`, `age` seconds before the clock's time.
    private func put(
        _ fixture: EchoFixture, _ id: String, age: Int64, user: String = "u-1", type: String = "writing",
        status: String = "completed"
    ) {
        fixture.table.put(
            id, user,
            [
                "created_at": ["N": .string("\(1_800_000_000 - age)")], "status": ["S": .string(status)],
                "evaluation_type": ["S": .string(type)], "echo": ["S": .string("echo of \(id)")],
                "detail": ["S": "long"], "error_code": ["S": "unprocessable"],
                "error_message": ["S": "The content was blocked."],
            ])
    }

    private func page(
        _ fixture: EchoFixture, _ query: [String: String] = [:], user: String? = "u-1"
    ) async throws -> (ids: [String], cursor: String?, answer: EchoFixture.APIAnswer) {
        let answer = try await fixture.call("GET", "/echoes", user: user, query: query)
        guard case .array(let items)? = answer.body["items"] else { return ([], nil, answer) }
        return (items.compactMap { $0["session_id"]?.stringValue }, answer.body["next_cursor"]?.stringValue, answer)
    }

    @Test("entries are the caller's, newest first, with what GET shows but the long texts")
    func entries() async throws {
        let fixture = try EchoFixture()
        put(fixture, "old", age: 100)
        put(fixture, "new", age: 10)
        put(fixture, "failed", age: 50, status: "failed")
        put(fixture, "processing", age: 60, status: "processing")
        put(fixture, "foreign", age: 20, user: "u-2")
        let page = try await page(fixture)
        #expect(page.ids == ["new", "failed", "processing", "old"])
        #expect(page.answer.status == 200)
        #expect(
            page.answer.body == [
                "items": [
                    [
                        "session_id": "new", "status": "completed", "created_at": 1_799_999_990, "echo": "echo of new",
                    ],
                    [
                        "session_id": "failed", "status": "failed", "created_at": 1_799_999_950,
                        "error": ["code": "unprocessable", "message": "The content was blocked."],
                    ],
                    ["session_id": "processing", "status": "processing", "created_at": 1_799_999_940],
                    [
                        "session_id": "old", "status": "completed", "created_at": 1_799_999_900, "echo": "echo of old",
                    ],
                ]
            ])
    }

    @Test("long attributes are not even asked of the table")
    func projection() async throws {
        let fixture = try EchoFixture()
        put(fixture, "a", age: 1)
        _ = try await page(fixture)
        let query = try #require(fixture.table.queries.first)
        #expect(query["IndexName"] == "user_id-created_at-index")
        guard case .object(let names)? = query["ExpressionAttributeNames"] else {
            Issue.record("no names")
            return
        }
        let asked = Set(names.values.compactMap(\.stringValue))
        #expect(asked.isSuperset(of: ["evaluation_id", "status", "created_at", "error_code", "error_message", "echo"]))
        #expect(!asked.contains("detail"))
    }

    @Test(
        "following the cursors gives every record once, whatever the page's size", arguments: [1, 2, 3, 7, 24, 25, 26])
    func following(limit: Int) async throws {
        let fixture = try EchoFixture()
        // Several of one second, and those of the other function in between.
        for number in 0..<25 {
            put(fixture, "w-\(number)", age: Int64(number / 3))
            for other in 0..<(number % 4) {
                put(fixture, "s-\(number)-\(other)", age: Int64(number / 3), type: "speaking")
            }
        }
        var ids: [String] = []
        var cursor: String?
        repeat {
            let page = try await page(
                fixture, ["limit": "\(limit)"].merging(cursor.map { ["cursor": $0] } ?? [:]) { $1 })
            #expect(page.answer.status == 200)
            // Only the last page may be short, and none is empty.
            #expect(page.ids.count == min(limit, 25 - ids.count))
            ids += page.ids
            cursor = page.cursor
        } while cursor != nil
        #expect(ids.count == 25)
        #expect(Set(ids) == Set((0..<25).map { "w-\($0)" }))
    }

    @Test("what a page may cost is bounded: it ends short, with a cursor that goes on")
    func bounded() async throws {
        let fixture = try EchoFixture()
        put(fixture, "newest", age: 0)
        for number in 0..<3000 { put(fixture, "s-\(number)", age: Int64(10 + number), type: "speaking") }
        put(fixture, "oldest", age: 10_000)
        let mostQueries = DynamoDBJobStore.mostHistoryQueries
        let first = try await page(fixture, ["limit": "1"])
        #expect(first.ids == ["newest"])
        #expect(fixture.table.queries.count <= mostQueries)
        var ids = first.ids
        var cursor = first.cursor
        while let current = cursor {
            let before = fixture.table.queries.count
            let page = try await page(fixture, ["limit": "1", "cursor": current])
            #expect(fixture.table.queries.count - before <= mostQueries)
            ids += page.ids
            cursor = page.cursor
        }
        #expect(ids == ["newest", "oldest"])
    }

    @Test("an empty history is an empty list without a cursor")
    func empty() async throws {
        let page = try await page(try EchoFixture())
        #expect(page.answer.body == ["items": []])
    }

    @Test("ten entries make a page by default")
    func defaultLimit() async throws {
        let fixture = try EchoFixture()
        for number in 0..<11 { put(fixture, "w-\(number)", age: Int64(number)) }
        #expect(try await page(fixture).ids.count == 10)
    }

    @Test("a limit that is none is refused", arguments: ["0", "101", "-1", "+5", "ten", "", "5.0", " 5", "5,5", "٥"])
    func wrongLimit(limit: String) async throws {
        let answer = try await page(try EchoFixture(), ["limit": limit]).answer
        #expect(answer.status == 400)
        #expect(answer.errorCode == "invalid_request")
        #expect(answer.body["error"]?["field"] == "limit")
    }

    @Test("a trusted caller names the user in the query")
    func trusted() async throws {
        let fixture = try EchoFixture()
        put(fixture, "a", age: 1)
        #expect(try await page(fixture, ["user_id": "u-1"], user: nil).ids == ["a"])
        let unnamed = try await page(fixture, user: nil).answer
        #expect(unnamed.status == 400)
        #expect(unnamed.body["error"]?["field"] == "user_id")
    }

    @Test("a learner may name nobody else")
    func otherUser() async throws {
        let fixture = try EchoFixture()
        put(fixture, "a", age: 1)
        #expect(try await page(fixture, ["user_id": "u-1"], user: "u-2").answer.status == 403)
        #expect(try await page(fixture, ["user_id": "u-1"]).ids == ["a"])
        #expect(try await fixture.call("GET", "/echoes/a", user: "u-2", query: ["user_id": "u-1"]).status == 403)
    }

    @Test("records that can't be read don't hide the others")
    func unreadable() async throws {
        let fixture = try EchoFixture()
        put(fixture, "good", age: 1)
        put(fixture, "odd", age: 2, status: "unheard-of")
        fixture.table.put(
            "bare", "u-1",
            ["created_at": ["N": "1"], "status": ["S": "completed"], "evaluation_type": ["S": "writing"]])
        let page = try await page(fixture)
        #expect(page.ids == ["good", "bare"])
        #expect(page.answer.status == 200)
    }

    @Test("HEAD has the headers of GET and no body")
    func head() async throws {
        let answer = try await EchoFixture().call("HEAD", "/echoes", user: "u-1")
        #expect(answer.status == 200)
        #expect(answer.body == .null)
    }

    // MARK: Cursors

    private func fixtureWithCursor() async throws -> (EchoFixture, String) {
        let fixture = try EchoFixture()
        for number in 0..<3 { put(fixture, "w-\(number)", age: Int64(number)) }
        return (fixture, try #require(try await page(fixture, ["limit": "1"]).cursor))
    }

    private func refused(_ fixture: EchoFixture, _ cursor: String, user: String = "u-1") async throws -> Bool {
        let answer = try await page(fixture, ["cursor": cursor], user: user).answer
        return answer.status == 400 && answer.body["error"]?["field"] == "cursor"
    }

    @Test("a cursor is text that a URL takes as it is, and does not name the user")
    func form() async throws {
        let (fixture, cursor) = try await fixtureWithCursor()
        #expect(
            cursor.utf8.allSatisfy {
                ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x30...0x39).contains($0)
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            })
        #expect(!(try await refused(fixture, cursor)))
    }

    @Test("somebody else's cursor is refused")
    func foreign() async throws {
        let (fixture, cursor) = try await fixtureWithCursor()
        #expect(try await refused(fixture, cursor, user: "u-2"))
        // Not by its user being without records: their own cursor is taken.
        for number in 0..<3 { put(fixture, "x-\(number)", age: Int64(number), user: "u-2") }
        let own = try #require(try await page(fixture, ["limit": "1"], user: "u-2").cursor)
        #expect(!(try await refused(fixture, own, user: "u-2")))
        #expect(try await refused(fixture, own))
    }

    @Test("a cursor changed in any one character is refused")
    func changed() async throws {
        let (fixture, cursor) = try await fixtureWithCursor()
        for index in cursor.indices {
            for replacement in ["A", "B", "_", "8", "=", "%", "\u{0}"] where cursor[index] != Character(replacement) {
                var changed = cursor
                changed.replaceSubrange(index...index, with: replacement)
                #expect(try await refused(fixture, changed), "\(changed)")
            }
        }
    }

    @Test(
        "what is no cursor is refused",
        arguments: ["", "A", "AAAA", "null", "../..", "=", String(repeating: "A", count: 5000)])
    func garbage(cursor: String) async throws {
        let (fixture, _) = try await fixtureWithCursor()
        #expect(try await refused(fixture, cursor))
    }

    @Test("a cursor that is cut or lengthened is refused")
    func length() async throws {
        let (fixture, cursor) = try await fixtureWithCursor()
        for count in 0..<cursor.count { #expect(try await refused(fixture, String(cursor.prefix(count)))) }
        for tail in ["A", "AA", "=", "AAAA"] { #expect(try await refused(fixture, cursor + tail)) }
    }

    @Test("a cursor of another collection is refused, even of the same table, user and time")
    func otherCollection() async throws {
        let keys = StaticAPIKey("gemini-key")
        let user = try #require(UserID("u-1"))
        let deadline = Deadline(.distantFuture)
        let position = HistoryPosition(id: "w-0", createdAt: 1_800_000_000)
        let speaking = HistoryCursors(secret: keys, collection: "/speaking/evaluations")
        let writing = HistoryCursors(secret: keys, collection: "/writing/evaluations")
        let cursor = try await speaking.cursor(at: position, of: user, deadline: deadline)
        #expect(try await speaking.position(of: cursor, for: user, deadline: deadline) == position)
        await #expect(throws: APIError.self) {
            try await writing.position(of: cursor, for: user, deadline: deadline)
        }
    }

    @Test(
        "positions of any time and id come back as they were", arguments: [0, -1, 1_800_000_000, .max, .min] as [Int64])
    func roundTrip(time: Int64) async throws {
        let user = try #require(UserID("auth0|u+1@example.com"))
        let cursors = HistoryCursors(secret: StaticAPIKey("k"), collection: "/echoes")
        for id in ["a", "ä €", String(repeating: "x", count: 128)] {
            let position = HistoryPosition(id: id, createdAt: time)
            let cursor = try await cursors.cursor(at: position, of: user, deadline: Deadline(.distantFuture))
            #expect(
                try await cursors.position(of: cursor, for: user, deadline: Deadline(.distantFuture)) == position)
        }
    }

    @Test("after the key was rotated an old cursor is refused, and the history begins anew")
    func rotated() async throws {
        let (fixture, cursor) = try await fixtureWithCursor()
        fixture.keys.set("another-key")
        #expect(try await refused(fixture, cursor))
        #expect(try await page(fixture).ids.count == 3)
    }

    @Test("without the key a history of one page is given, and a longer one is not available")
    func withoutKey() async throws {
        let (fixture, cursor) = try await fixtureWithCursor()
        fixture.keys.set(nil)
        #expect(try await page(fixture).ids.count == 3)
        let more = try await page(fixture, ["limit": "1"]).answer
        #expect(more.status == 503)
        #expect(more.headers?["Retry-After"] != nil)
        #expect(try await page(fixture, ["cursor": cursor]).answer.status == 503)
    }
}
