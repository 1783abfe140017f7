@testable import BandUpCore
import Base
import Foundation
import Testing

@Suite struct DynamoDBJSONTests {
    @Test(
        "text that is no DynamoDB JSON is refused",
        arguments: [
            "", " ", "null", "[]", "\"S\"", "{", "{}", #"{"S"}"#, #"{"S":}"#, #"{"S":"a""#, #"{"S":"a"}}"#,
            #"{"S":"a"} x"#, #"{"S":"a",}"#, #"{"S":"a","N":"1"}"#, #"{"X":"a"}"#, #"{"s":"a"}"#, #"{"SSS":["a"]}"#,
            #"{"":"a"}"#, #"{"S":1}"#, #"{"S":null}"#, #"{"N":1}"#, #"{"N":"one"}"#, #"{"N":""}"#, #"{"N":"\u0031"}"#,
            #"{"BOOL":"true"}"#, #"{"BOOL":tru}"#, #"{"BOOL":1}"#, #"{"NULL":false}"#, #"{"NULL":null}"#,
            #"{"M":[]}"#, #"{"M":{"a":1}}"#, #"{"M":{"a":{"S":"x"},}}"#, #"{"M":{a:{"S":"x"}}}"#, #"{"L":{}}"#,
            #"{"L":[1]}"#, #"{"L":[{"S":"x"},]}"#, #"{"L":[{"S":"x"} {"S":"x"}]}"#, #"{"SS":[1]}"#, #"{"SS":"a"}"#,
            #"{"NS":["a"]}"#, #"{"BS":["?"]}"#, #"{"B":"a"}"#, #"{"B":"AP8"}"#, #"{"SS":["a","a"]}"#,
            #"{"S":"\x"}"#, #"{"S":"\u12"}"#, #"{"S":"\u12G4"}"#, #"{"S":"\"#,
            #"{"S":"\uD83D"}"#, #"{"S":"\uD83D\u0041"}"#, #"{"S":"\uDE00\uD83D"}"#, #"{"S":"\uDE00"}"#,
            #"{"M":{"a":{"S":"x"},"a":{"S":"y"}}}"#, #"{"M":{"a":{"S":"x"},"\u0061":{"S":"y"}}}"#,
            "{\"S\":\"a\nb\"}", "{\"S\":\"a\u{0}\"}", "\u{FEFF}{\"S\":\"a\"}",
            // Two spellings of é, which a Swift dictionary or set would take for one.
            "{\"M\":{\"\u{E9}\":{\"S\":\"x\"},\"e\u{301}\":{\"S\":\"y\"}}}", "{\"SS\":[\"\u{E9}\",\"e\u{301}\"]}",
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
            #expect(throws: EncodingError.self) { try DynamoDBJSONWriter.json(of: ["a": .numberSet([text])]) }
        }
    }
}
