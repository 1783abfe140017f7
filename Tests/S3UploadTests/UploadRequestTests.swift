import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import TestSupport
import Testing

@testable import S3Upload

@Suite("Upload requests") struct UploadRequestTests {
    @Test("only name and purpose have to be there")
    func defaults() throws {
        let request = try UploadFixtures.request()
        #expect(request.filename.description == "a.wav")
        #expect(request.type == .speakingAudio)
        #expect(request.contentType == "application/octet-stream")
        #expect(request.contentLength == nil)
    }

    @Test("all fields are read, and unknown ones ignored")
    func whole() throws {
        let request = try UploadFixtures.request([
            "filename": "b.pdf", "upload_type": "flashcard_pdf", "content_type": "Application/PDF",
            "content_length": 1024, "bucket": "other", "key": "../x",
        ])
        #expect(request.filename.description == "b.pdf")
        #expect(request.type == .flashcardPDF)
        #expect(request.contentType == "application/pdf")
        #expect(request.contentLength == 1024)
    }

    @Test(
        "a content type's parameters are signed as they were sent",
        arguments: [
            ("audio/webm;codecs=opus", "a.webm"), ("audio/webm; codecs=\"opus\"", "a.webm"),
            ("Audio/MP4; codecs=mp4a.40.2", "a.m4a"),
            ("video/webm;codecs=vp8,opus".replacing(",", with: "."), "a.webm"),
            ("video/mp4", "a.mp4"), ("audio/vnd.wave", "a.wav"), ("audio/3gpp", "a.3gp"),
        ])
    func parameters(contentType: String, filename: String) throws {
        let request = try UploadFixtures.request([
            "filename": .string(filename), "content_type": .string(contentType),
        ])
        #expect(request.contentType == contentType)
        let result = UploadFixtures.service.upload(request)
        #expect(result.requiredHeaders["content-type"] == contentType)
    }

    @Test(
        "a text's charset is no reason to refuse it",
        arguments: ["text/plain; charset=utf-8", "text/plain;charset=utf8", "text/markdown; charset=\"UTF-8\""])
    func charsets(contentType: String) throws {
        let request = try UploadFixtures.request([
            "filename": .string(contentType.contains("markdown") ? "a.md" : "a.txt"),
            "content_type": .string(contentType), "upload_type": "writing_essay",
        ])
        #expect(request.contentType == contentType)
    }

    @Test("an optional field that is null is as if it were not there", arguments: ["content_type", "content_length"])
    func absent(field: String) throws {
        let fields = try RequestFields(
            #"{"filename": "a.wav", "upload_type": "speaking_audio", "\#(field)": null}"#)
        let request = try UploadRequest(fields, userID: try userID())
        #expect(request.contentType == "application/octet-stream")
        #expect(request.contentLength == nil)
    }

    @Test(
        "what is missing or wrong is named",
        arguments: [
            (["filename": nil], "filename"), (["filename": ""], "filename"), (["filename": " "], "filename"),
            (["filename": 5], "filename"), (["filename": ["a.wav"]], "filename"), (["filename": "a"], "filename"),
            (["filename": "a.pdf"], "filename"), (["filename": "a.exe"], "filename"),
            (["filename": .string(String(repeating: "a", count: 1021) + ".wav")], "filename"),
            (["upload_type": nil], "upload_type"), (["upload_type": ""], "upload_type"),
            (["upload_type": "SPEAKING_AUDIO"], "upload_type"), (["upload_type": "avatar"], "upload_type"),
            (["upload_type": 1], "upload_type"), (["upload_type": ["speaking_audio"]], "upload_type"),
            (["content_type": "application/pdf"], "content_type"), (["content_type": "text/html"], "content_type"),
            (["content_type": 5], "content_type"), (["content_type": "audio/wav; a"], "content_type"),
            (["content_type": "audio/wav;a=b;"], "content_type"),
            (["content_type": "audio/wav; a=\"b"], "content_type"), (["content_type": "audio/ wav"], "content_type"),
            (["content_type": "audio/wav\r\nx: y"], "content_type"), (["content_type": "audio/*"], "content_type"),
            (["content_length": 0], "content_length"), (["content_length": -1], "content_length"),
            (["content_length": 1.5], "content_length"), (["content_length": "1024"], "content_length"),
            (["content_length": .integer(.max)], "content_length"), (["content_length": true], "content_length"),
            (["content_length": 104_857_601], "content_length"),
            (["upload_type": "flashcard_pdf", "filename": "a.pdf", "content_length": 52_428_801], "content_length"),
            (["upload_type": "flashcard_pdf"], "filename"),
        ] as [(JSONValue, String)])
    func wrong(members: JSONValue, field: String) throws {
        let error = #expect(throws: InvalidField.self) { try UploadFixtures.request(members) }
        #expect(error?.field == field)
    }

    @Test("an upload may be as large as its limit")
    func limits() throws {
        #expect(try UploadFixtures.request(["content_length": 104_857_600]).contentLength == 100 << 20)
        #expect(
            try UploadFixtures.request([
                "upload_type": "writing_essay", "filename": "a.txt", "content_length": 52_428_800,
            ]).contentLength == 50 << 20)
    }

    @Test("an unknown purpose is answered with the valid ones")
    func listed() throws {
        let error = #expect(throws: InvalidField.self) { try UploadFixtures.request(["upload_type": "avatar"]) }
        #expect(error?.problem == "must be one of speaking_audio, flashcard_pdf, writing_essay")
    }
}
