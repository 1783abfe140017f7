import Base
import TestSupport
import Testing

@testable import BandUpCore

@Suite("The Gemini key in Secrets Manager") struct SecretAPIKeyTests {
    private let clock = SteppingClock()

    private func keys(_ http: FakeAWS) -> SecretAPIKey {
        SecretAPIKey(
            id: "arn", client: SecretsManagerClient(configuration: .test(), http: http, clock: clock), clock: clock)
    }

    private var deadline: Deadline { .after(.seconds(60), on: clock) }

    @Test("the key is fetched once and kept")
    func kept() async throws {
        let http = FakeAWS([.answer(200, [:], #"{"SecretString":"key-1"}"#)])
        let keys = keys(http)
        #expect(try await keys.key(deadline: deadline) == "key-1")
        #expect(try await keys.key(deadline: deadline) == "key-1")
        #expect(await http.requests.count == 1)
    }

    @Test("a key that Google refuses is fetched anew, an older refusal changes nothing")
    func rotated() async throws {
        let http = FakeAWS((1...2).map { .answer(200, [:], #"{"SecretString":"key-\#($0)"}"#) })
        let keys = keys(http)
        #expect(try await keys.key(deadline: deadline) == "key-1")
        await keys.invalidate("key-1")
        #expect(try await keys.key(deadline: deadline) == "key-2")
        await keys.invalidate("key-1")
        #expect(try await keys.key(deadline: deadline) == "key-2")
        #expect(await http.requests.count == 2)
    }

    @Test("a secret without a key is a fault of the configuration, and its text is not shown")
    func noKey() async throws {
        let keys = keys(FakeAWS([.answer(200, [:], #"{"SecretString":"{\"a\":\"one\",\"b\":\"two\"}"}"#)]))
        let error = await #expect(throws: AWSError.self) { try await keys.key(deadline: deadline) }
        guard case .configuration(let configuration)? = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(configuration.variable == "GEMINI_API_KEY_SECRET_ARN")
        #expect(!configuration.description.contains("one"))
    }
}
