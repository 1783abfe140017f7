import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite struct DynamoDBJSONTests {
    @Test(
        "text that is no DynamoDB JSON is refused",
        arguments: [
            "", " ", "null", "[]", "\"S\"", "{", "{}", #"{"S"}"#, #"{"S":}"#, #"{"S":"a""#, #"{"S":"a"}}"#,
            #"{"S":"a"} x"#, #"{"S":"a",}"#, #"{"S":"a","N":"1"}"#, #"{"X":"a"}"#, #"{"s":"a"}"#, #"{"SSS":["a"]}"#,
            #"{"":"a"}"#, #"{"S":1}"#, #"{"S":null}"#, #"{"N":1}"#, #"{"N":"one"}"#, #"{"N":""}"#, #"{"N":"\u0031"}"#,
            #"{"BOOL":"true"}"#, #"{"BOOL":tru}"#, #"{"BOOL":1}"#, #"{"NULL":false}"#, #"{"NULL":null}"#,
            #"{"M":[]}"#, #"{"M":{"a":1}}"#, #"{"M":{"a":{"S":"x"},}}"#, #"{"M":{a:{"S":"x"}}}"#, #"{"L":{}}"#,
            #"{"L":[1]}"#, #"{"L":[{"S":"x"},]}"#, #"{"L":[{"S":"x"} {"S":"x"}]}"#, #"{"SS":["a"]}"#,
            #"{"B":"a"}"#, #"{"B":"AP8"}"#,
            #"{"S":"\x"}"#, #"{"S":"\u12"}"#, #"{"S":"\u12G4"}"#, #"{"S":"\"#,
            #"{"S":"\uD83D"}"#, #"{"S":"\uD83D\u0041"}"#, #"{"S":"\uDE00\uD83D"}"#, #"{"S":"\uDE00"}"#,
            #"{"M":{"a":{"S":"x"},"a":{"S":"y"}}}"#, #"{"M":{"a":{"S":"x"},"\u0061":{"S":"y"}}}"#,
            "{\"S\":\"a\nb\"}", "{\"S\":\"a\u{0}\"}", "\u{FEFF}{\"S\":\"a\"}",
            // Two spellings of é, which a Swift dictionary would take for one.
            "{\"M\":{\"\u{E9}\":{\"S\":\"x\"},\"e\u{301}\":{\"S\":\"y\"}}}",
        ])
    func refused(json: String) {
        #expect(throws: DecodingError.self) { try DynamoDBJSONReader.attribute(from: Data(json.utf8)) }
    }

    @Test(
        "invalid UTF-8 is refused",
        arguments: [
            [0x80], [0xC3], [0xC0, 0xAF], [0xC1, 0x80], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3, 0x28],
            [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        for lead in 0..<9 {
            let text = Data("{\"S\":\"\(String(repeating: "a", count: lead))".utf8) + bytes + Data("\"}".utf8)
            #expect(throws: DecodingError.self) { try DynamoDBJSONReader.attribute(from: text) }
            #expect(throws: DecodingError.self) { try DynamoDBJSONReader.attribute(from: text.dropLast(2)) }
        }
    }

    @Test("a fault names the path and the byte, and nothing of the text")
    func faults() {
        let json = Data(#"{"a":{"L":[{"S":"x"},{"M":{"secret":{"N":"one"}}}]}}"#.utf8)
        let error = #expect(throws: DecodingError.self) { try DynamoDBJSONReader.item(from: json) }
        guard case .dataCorrupted(let context)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["a", "Index 1"])
        #expect(context.debugDescription == "Not a number of at most 38 digits in DynamoDB's range. At byte 46.")
    }

    @Test("a name that comes twice is found in large maps too", arguments: [3, 32, 33, 100])
    func repeatedNames(count: Int) throws {
        let members = (0..<count).map { "\"n\($0)\":{\"N\":\"\($0)\"}" }
        let once = "{\(members.joined(separator: ","))}"
        #expect(try DynamoDBJSONReader.item(from: Data(once.utf8)).count == count)
        let twice = "{\((members + [members[1]]).joined(separator: ","))}"
        #expect(throws: DecodingError.self) { try DynamoDBJSONReader.item(from: Data(twice.utf8)) }
        let hidden = twice.replacingOccurrences(of: "\"n1\"", with: "\"\\u006e1\"")
        #expect(throws: DecodingError.self) { try DynamoDBJSONReader.item(from: Data(hidden.utf8)) }
    }

    @Test("a slice of Data is read from its own start")
    func slices() throws {
        let padded = Data(#"xx{"S":"a"}"#.utf8)
        #expect(try DynamoDBJSONReader.attribute(from: padded.dropFirst(2)) == .string("a"))
    }

    @Test("a number that is none is not written")
    func writerChecksNumbers() {
        for text in ["one", "", "1\"}", "NaN"] {
            #expect(throws: EncodingError.self) { try DynamoDBJSONWriter.json(of: .number(text)) }
            #expect(throws: EncodingError.self) { try DynamoDBJSONWriter.json(of: ["a": .list([.number(text)])]) }
        }
    }

    @Test("another program's sets are passed over, and the rest of its item is read")
    func foreignSets() throws {
        struct Part: Decodable { let after: Int }
        let sets = [#"{"SS":["a","b"]}"#, #"{"NS":["1","-2.5e3"]}"#, #"{"BS":["AAE="]}"#, #"{"SS":[]}"#]
        for set in sets {
            let json = Data(#"{"before":{"S":"x"},"set":\#(set),"list":{"L":[\#(set)]},"after":{"N":"7"}}"#.utf8)
            let item = try ScannedItem(json: json)
            #expect(try item.decode(Part.self).after == 7)
            #expect(item["before"] == .string("x"))
            #expect(item["set"] == nil)
            #expect(throws: DecodingError.self) { try item.attributes() }
            #expect(throws: DecodingError.self) { try item.decode([String: [String]].self) }
        }
        for broken in [#"{"SS":["a",]}"#, #"{"NS":[1"#, #"{"BS":}"#, #"{"SS":["a"],"x":1}"#] {
            #expect(throws: DecodingError.self) { try ScannedItem(json: Data(#"{"set":\#(broken)}"#.utf8)) }
        }
    }
}
