import Base
import Testing

@testable import BandUpCore

@Suite struct HTTPClientErrorTests {
    @Test(
        "faults of the network may pass, all others stay",
        arguments: [
            (HTTPClientError.nameResolution(host: "a"), true), (.connect(host: "a", reason: "r"), true),
            (.connectionLost(requestMayHaveArrived: true), true), (.connectionLost(requestMayHaveArrived: false), true),
            (.timedOut(.connect), true), (.timedOut(.stall), true), (.timedOut(.total), true),
            (.tls(host: "a", reason: "r"), false), (.file(path: "p", reason: "r"), false), (.cancelled, false),
            (.responseTooLarge(limit: 1), false), (.transport(reason: "r"), false),
        ])
    func transience(error: HTTPClientError, isTransient: Bool) {
        #expect(error.isTransient == isTransient)
        #expect(!error.logDescription.isEmpty)
    }

    @Test("a file's path stays out of the log")
    func path() {
        let error = HTTPClientError.file(path: "/tmp/learner-42", reason: "No space left on device")
        #expect(error.logDescription == "a body's file failed: No space left on device")
    }
}
