import FoundationEssentials

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining
@testable import FlashcardGenerator
@testable import S3Upload
@testable import SpeakingEvaluator
@testable import WritingEvaluator

/// Reads the requests of all four functions out of one body, and holds what was accepted to its limits.
struct RequestChecks {
    static let examples = [
        #"{"session_id":"s-1","user_id":"ada","task_type":"TASK_1","task_prompt":"Why?","essay_content":"A few words."}"#,
        #"{"session_id":"s-2","user_id":"ada","part":"PART_2","questions":["Describe a skill."],"audio_url":"s3://audio-x/uploads/a.wav"}"#,
        #"{"set_id":"c-1","user_id":"ada","num_cards":7,"difficulty":"HARD","question_types":["DEFINITION"],"pdf_url":"s3://docs-x/uploads/a.pdf"}"#,
        #"{"user_id":"ada","filename":"Câu trả lời.wav","content_type":"audio/wav","upload_type":"speaking_audio","content_length":2560044}"#,
    ]

    func check(_ body: Data) throws -> Outcome {
        do {
            return try check(try RequestFields(json: body))
        } catch let error as InvalidField {
            return try refused(error)
        }
    }

    func check(_ fields: RequestFields) throws -> Outcome {
        let again = try RequestFields(json: fields.json)
        try promise(again == fields, "fields are others after they were written and read")
        var outcome = Outcome()
        outcome.add(try identifiers(fields))
        outcome.add(
            try accepted { () throws(InvalidField) in
                try WritingRequest(fields)
            } then: { request in
                try promise(
                    request.essay.unicodeScalars.count <= WritingRequest.maximumEssayLength
                        && WordCounter.count(request.essay) > 0
                        && (request.taskPrompt?.unicodeScalars.count ?? 0) <= WritingRequest.maximumPromptLength,
                    "an essay outside its limits")
                try hash(request)
            })
        outcome.add(
            try accepted { () throws(InvalidField) in
                try SpeakingRequest(fields)
            } then: { request in
                try location(request.audio)
                try promise(request.questions.count <= SpeakingRequest.maximumQuestions, "too many questions")
                try hash(request)
            })
        outcome.add(
            try accepted { () throws(InvalidField) in
                try FlashcardRequest(fields)
            } then: { request in
                try location(request.document)
                try promise(
                    FlashcardRequest.cardCounts.contains(request.cardCount)
                        && Set(request.questionTypes).count == request.questionTypes.count
                        && !request.questionTypes.isEmpty, "a set of cards outside its limits")
                try hash(request)
            })
        outcome.add(try upload(fields))
        return outcome
    }

    private func identifiers(_ fields: RequestFields) throws -> Outcome {
        do {
            let user: UserID = try fields.identifier("user_id")
            try Promises.isIdentifier(user.description)
            let job: JobID? = try fields.optionalIdentifier("session_id")
            if let job { try Promises.isIdentifier(job.description) }
            return Outcome(1, job == nil ? 0 : 1)
        } catch let error as InvalidField {
            return try refused(error)
        }
    }

    private func upload(_ fields: RequestFields) throws -> Outcome {
        guard let user = UserID("ada") else { return Outcome(0) }
        return try accepted { () throws(InvalidField) in
            try UploadRequest(fields, userID: user)
        } then: { request in
            let name = request.filename.description
            try promise(
                name.utf8.count <= UploadFilename.maximumLength && name.first != "." && name.first != "-"
                    && name.utf8.allSatisfy { Promises.isAlphanumeric($0) || "._-".utf8.contains($0) },
                "a file name with something else in it")
            if let length = request.contentLength {
                try promise((1...request.type.maximumByteCount).contains(length), "a length outside its limits")
            }
            try promise(request.type.accepts(contentType: request.contentType), "a content type that is not accepted")
        }
    }

    private func accepted<Request>(
        _ read: () throws(InvalidField) -> Request, then check: (Request) throws -> Void
    ) throws -> Outcome {
        let request: Request
        do {
            request = try read()
        } catch {
            return try refused(error)
        }
        try check(request)
        return Outcome(1)
    }

    private func refused(_ error: InvalidField) throws -> Outcome {
        try Promises.isOneLine(error.description, longest: 600)
        try promise(!error.description.contains("CANARY"), "an error quotes what was sent")
        return Outcome(error.description)
    }

    private func location(_ location: S3Location) throws {
        let again = try S3Location(location.url)
        try promise(
            again.bucket.utf8.elementsEqual(location.bucket.utf8) && again.key.utf8.elementsEqual(location.key.utf8),
            "a location reads back as another")
        try promise(
            (3...63).contains(location.bucket.utf8.count) && (1...1024).contains(location.key.utf8.count)
                && location.bucket.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || ".-".utf8.contains($0)
                }, "a bucket or key that S3 has not")
    }

    private func hash(_ request: some ContentHashed) throws {
        try promise(
            request.contentHash.utf8.count == 64 && request.contentHash == request.contentHash, "a hash that is none")
    }
}
