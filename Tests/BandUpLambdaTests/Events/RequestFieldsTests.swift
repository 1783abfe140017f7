import BandUpCore
import Base
import Foundation
import Testing

@testable import BandUpLambda

@Suite struct RequestFieldsTests {
    private enum Difficulty: String, CaseIterable { case easy = "EASY", hard = "HARD" }

    private func fields(_ json: String) throws -> RequestFields {
        try RequestFields(json: Data(json.utf8))
    }

    private func problem(_ json: String, _ read: (RequestFields) throws -> Void) throws -> String? {
        let fields = try fields(json)
        do {
            try read(fields)
            return nil
        } catch let error as InvalidField {
            return error.description
        }
    }

    @Test("well-formed fields come out typed, unknown ones are ignored")
    func typed() throws {
        let fields = try fields(
            #"{"id":"a","n":7,"f":7.0,"level":"HARD","many":["HARD","EASY","HARD"],"texts":["x",""],"other":{"a":[]}}"#)
        #expect(try fields.string("id", maxLength: 1) == "a")
        #expect(try fields.integer("n", default: 1, in: 1...9) == 7)
        #expect(try fields.integer("f", default: 1, in: 1...9) == 7)
        #expect(try fields.enumeration("level", as: Difficulty.self) == .hard)
        #expect(try fields.enumerations("many", as: Difficulty.self, default: []) == [.hard, .easy])
        #expect(try fields.stringArray("texts", maxCount: 2, maxLength: 1) == ["x", ""])
    }

    @Test("absent and null fields give their defaults", arguments: ["{}", #"{"n":null,"l":null,"t":null,"s":null}"#])
    func defaults(json: String) throws {
        let fields = try fields(json)
        #expect(try fields.integer("n", default: 3, in: 1...9) == 3)
        #expect(try fields.enumeration("l", default: Difficulty.easy) == .easy)
        #expect(try fields.enumerations("l", default: [Difficulty.hard]) == [.hard])
        #expect(try fields.stringArray("t", default: ["d"], maxCount: 1, maxLength: 1) == ["d"])
        #expect(try fields.optionalString("s", maxLength: 1) == nil)
        #expect(try fields.optionalInteger("n", in: 0...1) == nil)
        #expect(try fields.optionalIdentifier("s", as: JobID.self) == nil)
    }

    @Test(
        "a required string that is missing, blank, too long or no string is named",
        arguments: [
            ("{}", "f is missing."), (#"{"f":null}"#, "f is missing."), (#"{"f":" \n\u2003"}"#, "f must not be empty."),
            (#"{"f":"abcd"}"#, "f may be at most 3 characters long."), (#"{"f":1}"#, "f must be a string."),
            (#"{"f":["a"]}"#, "f must be a string."), (#"{"f":"äöü"}"#, nil),
        ] as [(String, String?)])
    func strings(json: String, expected: String?) throws {
        #expect(try problem(json) { _ = try $0.string("f", maxLength: 3) } == expected)
    }

    @Test(
        "a number must be whole, in range, and a number",
        arguments: ["0", "51", "1.5", "\"7\"", "true", "1e30", "-1", "[7]", "9223372036854775808"])
    func integers(value: String) throws {
        #expect(
            try problem(#"{"f":\#(value)}"#) { _ = try $0.integer("f", default: 1, in: 1...50) }
                == "f must be a whole number from 1 to 50.")
    }

    @Test("an unknown word is answered with the known ones", arguments: ["\"easy\"", "\"\"", "1", "{}"])
    func words(value: String) throws {
        #expect(
            try problem(#"{"f":\#(value)}"#) { _ = try $0.enumeration("f", default: Difficulty.easy) }
                == "f must be one of EASY, HARD.")
        #expect(
            try problem(#"{"f":[\#(value)]}"#) { _ = try $0.enumerations("f", default: [Difficulty.easy]) }
                == "f must be an array of EASY, HARD.")
    }

    @Test("a word without default is required")
    func requiredWord() throws {
        #expect(try problem("{}") { _ = try $0.enumeration("f", as: Difficulty.self) } == "f is missing.")
    }

    @Test(
        "an array is held to its count, its strings' length and their type",
        arguments: [#"["a","b","c"]"#, #"["abc"]"#, "[1]", "[null]"])
    func arrays(value: String) throws {
        #expect(
            try problem(#"{"f":\#(value)}"#) { _ = try $0.stringArray("f", maxCount: 2, maxLength: 2) }
                == "f must be an array of at most 2 strings of at most 2 characters.")
        #expect(
            try problem(#"{"f":"a"}"#) { _ = try $0.stringArray("f", maxCount: 2, maxLength: 2) }
                == "f must be an array.")
    }

    @Test("a blank optional string is absent")
    func blankOptional() throws {
        #expect(try fields(#"{"f":"  "}"#).optionalString("f", maxLength: 9) == nil)
    }

    @Test("size and depth are limited before anything is decoded")
    func limits() throws {
        #expect(throws: InvalidField(field: nil, problem: "may be at most 3 bytes long")) {
            try RequestFields(json: Data("{  }".utf8), maxByteCount: 3)
        }
        let deep = #"{"a":"# + String(repeating: "[", count: 100_000)
        #expect(throws: InvalidField(field: nil, problem: "is nested too deeply")) {
            try RequestFields(json: Data(deep.utf8))
        }
        let brackets = String(repeating: "[{\\\"", count: 100)
        #expect(try fields(#"{"f":"\#(brackets)"}"#).string("f", maxLength: 1000).count == 300)
    }

    @Test(
        "identifiers that are usable are taken",
        arguments: [
            "5b3e4f6a-0000-4c1d-9f5e-1234567890ab", "a", "...", "user_1.2", "learner@example.com", "us-east-1:0f-aa",
            String(repeating: "x", count: 128),
        ])
    func goodIdentifiers(text: String) throws {
        #expect(UserID(text)?.description == text)
        #expect(JobID(text)?.description == text)
    }

    @Test("a user id may come from Auth0 or be a tagged address; a job id, which stands in URLs, may not")
    func providerIDs() {
        for text in ["auth0|507f1f77bcf86cd799439020", "a+b@example.com"] {
            #expect(UserID(text) != nil)
            #expect(JobID(text) == nil)
        }
    }

    @Test(
        "identifiers that could become a path, an escape or a look-alike are refused",
        arguments: [
            "", ".", "..", "a/b", "../a", "a\\b", "%2e%2e", "a b", "a\n", "a\u{0}", "a\u{202E}b", "\u{430}dmin",
            "a\u{FF0F}b", "e\u{301}", "\u{2024}\u{2024}", "a?b", "a#b", "a;b", "a\"b",
            String(repeating: "x", count: 129),
        ])
    func badIdentifiers(text: String) throws {
        #expect(UserID(text) == nil)
        #expect(JobID(text) == nil)
        let fields = RequestFields(["f": .string(text)])
        #expect(throws: InvalidField.self) { try fields.identifier("f", as: UserID.self) }
        #expect(throws: InvalidField.self) { try fields.optionalIdentifier("f", as: JobID.self) }
    }

    @Test("a problem names the field and what would be right, never what was sent")
    func noEcho() throws {
        let message = try problem(#"{"f":"<secret>"}"#) { _ = try $0.identifier("f", as: UserID.self) }
        #expect(message == "f must be 1 to 128 characters of letters, digits and . _ - : @ + |.")
    }
}
