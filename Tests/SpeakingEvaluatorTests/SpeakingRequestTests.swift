import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite("Speaking requests") struct SpeakingRequestTests {
    @Test("only the recording has to be named: Part 1 without questions is assumed")
    func defaults() throws {
        let request = try SpeakingRequest(RequestFields(#"{"audio_url": "s3://bucket/a b/c.wav"}"#))
        #expect(request.audio.bucket == "bucket")
        #expect(request.audio.key == "a b/c.wav")
        #expect(request.part == .part1)
        #expect(request.questions == [])
    }

    @Test("all fields are read, and unknown ones ignored")
    func whole() throws {
        let request = try SpeakingFixtures.request([
            "part": "PART_3", "questions": ["Why?", "", "How?"], "band": 9, "transcript": ["x"],
        ])
        #expect(request.part == .part3)
        #expect(request.questions == ["Why?", "", "How?"])
    }

    @Test("an optional field that is null is as if it were not there", arguments: ["part", "questions"])
    func absent(field: String) throws {
        let request = try SpeakingRequest(RequestFields(#"{"audio_url": "s3://bucket/a", "\#(field)": null}"#))
        #expect(request.part == .part1)
        #expect(request.questions == [])
    }

    @Test(
        "what is missing or wrong is named",
        arguments: [
            ("audio_url", "null"), ("audio_url", #""""#), ("audio_url", "5"), ("audio_url", #"["s3://bucket/a"]"#),
            ("audio_url", #""https://bucket.s3.amazonaws.com/a""#), ("audio_url", #""s3://bucket""#),
            ("audio_url", #""s3://bucket/""#), ("audio_url", #""S3://bucket/a""#), ("audio_url", #""s3://B/a""#),
            ("audio_url", #""s3://bucket/a\u0000b""#), ("audio_url", #""file:///etc/passwd""#),
            ("audio_url", #"" s3://bucket/a""#),
            ("part", #""PART_4""#), ("part", #""part_1""#), ("part", "1"), ("part", "[]"), ("part", #""""#),
            ("questions", #""Why?""#), ("questions", "{}"), ("questions", "[1]"), ("questions", #"["a", null]"#),
            ("questions", #"[["a"]]"#), ("questions", "true"),
        ])
    func wrong(field: String, value: String) throws {
        var members: JSONValue = ["audio_url": "s3://bucket/a"]
        members = members.setting([field], try JSONValue(json: "[\(value)]").first)
        let fields = try RequestFields(members.text)
        let error = #expect(throws: InvalidField.self) { try SpeakingRequest(fields) }
        #expect(error?.field == field)
    }

    @Test("a request without a recording is refused")
    func missing() throws {
        let fields = try RequestFields(#"{"part": "PART_1"}"#)
        #expect(throws: InvalidField(field: "audio_url", problem: "is missing")) { try SpeakingRequest(fields) }
    }

    @Test("questions may be as many and as long as their limits, and not more")
    func limits() throws {
        func request(count: Int, length: Int) throws -> SpeakingRequest {
            let question = JSONValue.string(String(repeating: "é", count: length))
            return try SpeakingFixtures.request(["questions": .array(Array(repeating: question, count: count))])
        }
        let (count, length) = (SpeakingRequest.maximumQuestions, SpeakingRequest.maximumQuestionLength)
        _ = try request(count: count, length: length)
        #expect(throws: InvalidField.self) { try request(count: count + 1, length: 1) }
        #expect(throws: InvalidField.self) { try request(count: 1, length: length + 1) }
    }

    @Test("ids and a default spelled out make no other request, all that decides the score does")
    func contentHash() throws {
        let hash = try SpeakingFixtures.request().contentHash
        #expect(try SpeakingFixtures.request(["part": "PART_1", "questions": [], "job_id": "j"]).contentHash == hash)
        for other: JSONValue in [
            ["part": "PART_2"], ["questions": ["Why?"]], ["audio_url": "s3://bandup-audio/other.wav"],
        ] {
            #expect(try SpeakingFixtures.request(other).contentHash != hash)
        }
        // What moves from one question to the next is another request.
        #expect(
            try SpeakingFixtures.request(["questions": ["ab", "c"]]).contentHash
                != SpeakingFixtures.request(["questions": ["a", "bc"]]).contentHash)
    }

    @Test("an API caller may name only their own recordings, a back end those of the bucket")
    func objects() throws {
        let worker = try SpeakingFixtures.worker(ScriptedModel(), http: FakeHTTPService.storage())
        let id = try userID()
        func code(_ url: String, ownsObjectsOnly: Bool) throws -> ErrorCode? {
            let fields = try RequestFields(#"{"audio_url": "\#(url)"}"#)
            do throws(JobError) {
                _ = try worker.request(from: fields, for: JobUser(id: id, ownsObjectsOnly: ownsObjectsOnly))
                return nil
            } catch {
                #expect(error.failure.field == "audio_url")
                return error.failure.code
            }
        }
        #expect(try code("s3://bandup-audio/uploads/speaking_audio/u-1/a.wav", ownsObjectsOnly: true) == nil)
        #expect(try code("s3://bandup-audio/uploads/speaking_audio/u-2/a.wav", ownsObjectsOnly: true) == .forbidden)
        #expect(try code("s3://bandup-audio/uploads/speaking_audio/u-2/a.wav", ownsObjectsOnly: false) == nil)
        #expect(try code("s3://other-bucket/uploads/speaking_audio/u-1/a.wav", ownsObjectsOnly: false) == .forbidden)
        #expect(try code("a.wav", ownsObjectsOnly: false) == .invalidRequest)
    }
}

extension JSONValue {
    fileprivate var first: JSONValue {
        guard case .array(let elements) = self, let first = elements.first else { return .null }
        return first
    }
}
