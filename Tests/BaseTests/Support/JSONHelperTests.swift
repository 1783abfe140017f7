import BandUpCore
import BandUpLambda
import Examining
import BandUpJobs
@testable import Base
import FoundationEssentials
import TestSupport
import Testing

@Suite("JSON helpers") struct JSONHelperTests {
    private struct Value: Encodable {
        let b: Double
        let a: String
    }

    @Test("canonical JSON has its keys in order and its slashes as they are")
    func canonical() throws {
        let json = try JSONEncoder.canonical.encode(["b": "s3://x/y", "a": "é", "c": "\u{2028}"])
        #expect(String(decoding: json, as: UTF8.self) == "{\"a\":\"é\",\"b\":\"s3://x/y\",\"c\":\"\u{2028}\"}")
    }

    @Test("a value becomes JSON text")
    func text() throws {
        #expect(try Value(b: 6.5, a: "x").jsonText() == #"{"a":"x","b":6.5}"#)
        #expect(try [Band(7.0), Band(6.5)].jsonText() == "[7,6.5]")
    }

    @Test("a number that JSON does not have fails the job for good", arguments: [Double.nan, .infinity])
    func unwritable(number: Double) throws {
        let error = #expect(throws: JobError.self) { try Value(b: number, a: "").jsonText() }
        #expect(error?.failure.code == .modelError)
    }

    @Test("fields can be replaced and written again")
    func fields() throws {
        let fields = try RequestFields(#"{"a": 1, "user_id": "x", "n": null}"#)
        let changed = fields.setting(["user_id": "u-1", "session_id": "s"])
        #expect(
            String(decoding: try changed.json, as: UTF8.self)
                == #"{"a":1,"n":null,"session_id":"s","user_id":"u-1"}"#)
    }
}
