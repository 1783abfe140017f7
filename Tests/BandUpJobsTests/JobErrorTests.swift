import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs

@Suite("What an upstream failure means for the job") struct JobErrorTests {
    private static let model = ModelID("gemini-2.0-flash")

    /// Every reason, with its code and whether waiting may help.
    private static let reasons: [(ModelError.Reason, ErrorCode, Bool)] = [
        (.blocked(.prompt(.safety)), .unprocessable, false),
        (.blocked(.answer(.recitation)), .unprocessable, false),
        (.stoppedEarly(.maxTokens), .modelError, false),
        (.stoppedEarly(.unknown("NEW")), .modelError, false),
        (.malformedAnswer, .modelError, false),
        (.emptyAnswer, .modelError, true),
        (.contradicted, .unprocessable, false),
        (.serverError(status: 200, retryAfter: nil), .modelError, true),
        (.tooLarge(byteCount: 1), .tooLarge, false),
        (.tooLarge(byteCount: nil), .tooLarge, false),
        (.invalidRequest(status: "INVALID_ARGUMENT"), .modelError, false),
        (.quotaExceeded(perDay: false, retryAfter: .seconds(7)), .throttled, true),
        (.quotaExceeded(perDay: true, retryAfter: nil), .throttled, true),
        (.serverError(status: 500, retryAfter: nil), .modelError, true),
        (.serverError(status: 503, retryAfter: .seconds(3)), .modelError, true),
        (.deadlineExceeded, .deadlineExceeded, true),
        (.transport(.timedOut(.total)), .deadlineExceeded, true),
        (.transport(.timedOut(.connect)), .deadlineExceeded, true),
        (.transport(.connect(host: "h", reason: "r")), .unavailable, true),
        (.transport(.connectionLost(requestMayHaveArrived: true)), .unavailable, true),
        (.transport(.tls(host: "h", reason: "r")), .unavailable, true),
        (.transport(.cancelled), .unavailable, true),
        (.invalidKey, .unavailable, true),
        (.keyUnavailable(AWSError.deadlineExceeded), .unavailable, true),
        (.permissionDenied, .unavailable, true),
    ]

    @Test("a model's failure has a code, and is permanent where waiting does not help", arguments: reasons.indices)
    func gemini(index: Int) throws {
        let (reason, code, isTransient) = Self.reasons[index]
        let error = ModelError(reason)
        let jobError = JobError(error, modelVariable: "GEMINI_MODEL")
        #expect(jobError.failure.code == code)
        #expect(jobError.isTransient == isTransient)
        #expect(error.isTransient == isTransient, "the two do not agree on \(error)")
        #expect(jobError.failure.field == nil)
        #expect((jobError.failure.cause as? ModelError)?.logDescription == error.logDescription)
    }

    @Test("the pause that the model asks for is passed on")
    func retryAfter() {
        func pause(_ reason: ModelError.Reason) -> Duration? {
            guard case .transient(_, let pause) = JobError(ModelError(reason), modelVariable: "X") else { return nil }
            return pause
        }
        #expect(pause(.quotaExceeded(perDay: false, retryAfter: .seconds(7))) == .seconds(7))
        #expect(pause(.serverError(status: 503, retryAfter: .seconds(3))) == .seconds(3))
        #expect(pause(.deadlineExceeded) == nil)
    }

    @Test("a model that is gone waits for the operator, who is told the variable")
    func modelGone() throws {
        let model = try #require(Self.model)
        let error = JobError(ModelError(.modelNotFound(model)), modelVariable: "GEMINI_AUDIO_MODEL")
        #expect(error.isTransient)
        #expect(error.failure.code == .modelError)
        #expect((error.failure.cause as? ConfigurationError)?.variable == "GEMINI_AUDIO_MODEL")
    }

    private static func service(_ code: String, _ status: Int) -> AWSError {
        .service(AWSServiceError(code: code, message: "bucket secret-bucket of AKID", status: status))
    }

    private static let readings: [(AWSError, ErrorCode, Bool)] = [
        (.transport(.responseTooLarge(limit: 5)), .tooLarge, false),
        (service("NoSuchKey", 404), .notFound, false), (service("NoSuchBucket", 404), .notFound, false),
        (service("404", 404), .notFound, false), (service("SlowDown", 503), .throttled, true),
        (service("Throttling", 400), .throttled, true), (service("429", 429), .throttled, true),
        (service("AccessDenied", 403), .unavailable, true), (service("InternalError", 500), .unavailable, true),
        (service("InvalidRange", 416), .unavailable, true), (.transport(.timedOut(.stall)), .unavailable, true),
        (.transport(.file(path: "/tmp/x", reason: "full")), .unavailable, true),
        (.transport(.cancelled), .unavailable, true),
        (.malformedAnswer(operation: "GetObject"), .unavailable, true), (.deadlineExceeded, .unavailable, true),
        (.configuration(ConfigurationError(variable: "X", problem: "is not set")), .unavailable, true),
    ]

    @Test(
        "a failure to read the caller's object has a code, and names the field if it is the caller's",
        arguments: readings)
    func reading(error: AWSError, code: ErrorCode, isTransient: Bool) {
        let jobError = JobError(error, reading: "audio_url", limit: 100 << 20)
        #expect(jobError.failure.code == code)
        #expect(jobError.isTransient == isTransient)
        #expect(jobError.failure.field == (isTransient ? nil : "audio_url"))
        #expect(jobError.failure.cause as? AWSError == error)
    }

    @Test("no message for the caller tells what is behind the service")
    func messages() {
        let failures =
            Self.reasons.map { JobError(ModelError($0.0), modelVariable: "GEMINI_MODEL").failure }
            + Self.readings.map { JobError($0.0, reading: "audio_url", limit: 5 << 20).failure }
        let internals = ["Gemini", "GEMINI", "gemini", "AWS", "S3", "AKID", "bucket", "/tmp", "status", "key"]
        for failure in failures {
            #expect(failure.message.hasSuffix("."))
            for word in internals { #expect(!failure.message.contains(word), "\(failure.message)") }
        }
        #expect(failures.contains { $0.message == "The file is larger than 5 MB." })
    }
}
