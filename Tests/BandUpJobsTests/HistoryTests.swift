import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs

@Suite("Histories") struct HistoryTests {
    /// A writing record of `user`, `age` seconds before the clock's time.
    /// - Parameter hasKind: false for one that was written before there was an index of kinds.
    private func put(
        _ fixture: EchoFixture, _ id: String, age: Int64, user: String = "u-1", type: String = "writing",
        status: String = "completed", hasKind: Bool = true
    ) {
        var attributes: [String: JSONValue] = [
            "created_at": ["N": .string("\(1_800_000_000 - age)")], "status": ["S": .string(status)],
            "evaluation_type": ["S": .string(type)], "echo": ["S": .string("echo of \(id)")],
            "detail": ["S": "long"], "error_code": ["S": "unprocessable"],
            "error_message": ["S": "The content was blocked."],
        ]
        if hasKind { attributes["user_kind"] = ["S": .string("\(user)#\(type)")] }
        fixture.table.put(id, user, attributes)
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
        guard case .object(let names)? = query["ExpressionAttributeNames"] else {
            Issue.record("no names")
            return
        }
        let asked = Set(names.values.compactMap(\.stringValue))
        #expect(asked.isSuperset(of: ["evaluation_id", "status", "created_at", "error_code", "error_message", "echo"]))
        #expect(!asked.contains("detail"))
    }

    /// The records of a kind are in its own index from this age on; nil for none yet.
    private func startKindIndex(_ fixture: EchoFixture, age: Int64?) {
        guard let age else { return }
        fixture.table.put(
            KindIndexStart.id, "writing", ["indexed_since": ["N": .string("\(1_800_000_000 - age)")]])
    }

    @Test(
        "following the cursors gives every record once, whatever the page's size and wherever the kind's index begins",
        arguments: [1, 2, 3, 7, 24, 25, 26], [nil, -1, 0, 1, 4, 8, 9, 100_000] as [Int64?])
    func following(limit: Int, start: Int64?) async throws {
        let fixture = try EchoFixture()
        startKindIndex(fixture, age: start)
        // Several of one second, and those of the other kind in between. Records from before the index may be in it too:
        // they were claimed again since.
        for number in 0..<25 {
            let age = Int64(number / 3)
            let hasKind = start.map { age <= $0 } == true || number % 2 == 0
            put(fixture, "w-\(number)", age: age, hasKind: hasKind)
            for other in 0..<(number % 4) {
                put(fixture, "s-\(number)-\(other)", age: age, type: "speaking", hasKind: hasKind)
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

    @Test("the items that a page reads don't grow with the other kinds' records", arguments: [0, 10, 1000])
    func othersAreFree(count: Int) async throws {
        let fixture = try EchoFixture()
        startKindIndex(fixture, age: 100_000)
        for number in 0..<30 { put(fixture, "w-\(number)", age: Int64(number * 100)) }
        for number in 0..<count { put(fixture, "s-\(number)", age: Int64(number), type: "speaking") }
        var ids: [String] = []
        var cursor: String?
        repeat {
            let page = try await page(fixture, cursor.map { ["cursor": $0] } ?? [:])
            ids += page.ids
            cursor = page.cursor
        } while cursor != nil
        #expect(ids == (0..<30).map { "w-\($0)" })
        // Of each page ten, and one that tells whether anything follows.
        #expect(fixture.table.itemsRead == 11 + 11 + 10)
        #expect(
            fixture.table.queries.filter { $0["IndexName"] == "user_id-created_at-index" }.count == 1,
            "only the last page looks for records from before the index")
    }

    @Test("records from before the kind's index are read, at the cost of those of that time alone")
    func before() async throws {
        let fixture = try EchoFixture()
        startKindIndex(fixture, age: 1000)
        put(fixture, "new", age: 10)
        for number in 0..<2000 { put(fixture, "s-\(number)", age: Int64(number % 1000), type: "speaking") }
        for number in 0..<5 {
            put(fixture, "old-\(number)", age: Int64(2000 + number), hasKind: false)
            put(fixture, "s-old-\(number)", age: Int64(2000 + number), type: "speaking", hasKind: false)
        }
        let page = try await page(fixture)
        #expect(page.ids == ["new"] + (0..<5).map { "old-\($0)" })
        #expect(page.cursor == nil)
        #expect(fixture.table.itemsRead == 1 + 10)
    }

    @Test("the first history that is read says from when on the index holds every record, and none says it anew")
    func startIsWritten() async throws {
        let fixture = try EchoFixture()
        _ = try await page(fixture)
        let later = 1_800_000_000 + 3600
        #expect(fixture.table.text("indexed_since", of: "#history", "writing") == "\(later)")
        fixture.clock.advance(by: .seconds(100))
        // Another instance of the function, which has not read the marker yet.
        let other = EchoFixture.store(fixture.table, fixture.clock)
        let query = JobHistoryQuery(userID: try #require(UserID("u-1")), after: nil, limit: 10, attributes: [])
        _ = try await other.history(query, deadline: .after(.seconds(10), on: fixture.clock))
        #expect(fixture.table.text("indexed_since", of: "#history", "writing") == "\(later)")
        #expect(fixture.table.item("#history", "writing")?["created_at"] == nil, "a marker is in no history")
    }

    @Test("claimed, queued and rejected records carry what puts them into the kind's index")
    func indexed() async throws {
        let fixture = try EchoFixture()
        _ = try await fixture.deliver(fixture.message(#"{"session_id":"s-1","user_id":"u-1","text":"hello"}"#))
        #expect(fixture.table.text("user_kind", of: "s-1", "u-1") == "u-1#writing")
        let deadline = Deadline.after(.seconds(10), on: fixture.clock)
        try await fixture.store.reject(
            try jobKey("s-2", user: "u-1"), JobFailure(.invalidRequest, "No."), deadline: deadline)
        #expect(fixture.table.text("user_kind", of: "s-2", "u-1") == "u-1#writing")
        _ = try await fixture.store.enqueue(
            try jobKey("s-3", user: "u-1"), contentHash: "h", jobID: nil, deadline: deadline)
        #expect(fixture.table.text("user_kind", of: "s-3", "u-1") == "u-1#writing")
        startKindIndex(fixture, age: 100)
        #expect(Set(try await page(fixture).ids) == ["s-1", "s-2", "s-3"])
    }

    @Test("without the kind's index histories are whole, read from the index of all kinds")
    func withoutKindIndex() async throws {
        let fixture = try EchoFixture()
        startKindIndex(fixture, age: 1000)
        fixture.table.dropKindIndex()
        for number in 0..<4 {
            put(fixture, "w-\(number)", age: Int64(number * 700))
            put(fixture, "s-\(number)", age: Int64(number * 700), type: "speaking")
        }
        let first = try await page(fixture, ["limit": "1"])
        let second = try await page(fixture, ["limit": "10", "cursor": try #require(first.cursor)])
        #expect(first.ids + second.ids == (0..<4).map { "w-\($0)" })
    }

    @Test("what a page may cost is bounded: it ends short, with a cursor that goes on")
    func bounded() async throws {
        let fixture = try EchoFixture()
        put(fixture, "newest", age: 0, hasKind: false)
        for number in 0..<3000 {
            put(fixture, "s-\(number)", age: Int64(10 + number), type: "speaking", hasKind: false)
        }
        put(fixture, "oldest", age: 10_000, hasKind: false)
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
