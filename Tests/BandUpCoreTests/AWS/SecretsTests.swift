import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct SecretsTests {
    private let clock = SteppingClock()
    private var deadline: Deadline { .after(.seconds(60), on: clock) }

    private func client(_ http: FakeAWS) -> SecretsManagerClient {
        SecretsManagerClient(configuration: .test(), http: http, clock: clock)
    }

    @Test(
        "a secret is text or bytes",
        arguments: [
            (#"{"SecretString":"k\"ey","VersionId":"v1","ARN":"a"}"#, SecretValue.Content.string("k\"ey"), "k\"ey"),
            (#"{"SecretBinary":"a2V5","VersionId":"v1"}"#, .binary(Data("key".utf8)), "key"),
            (#"{"SecretBinary":"/w==","VersionId":"v1","SecretString":null}"#, .binary(Data([0xFF])), nil),
        ] as [(String, SecretValue.Content, String?)])
    func reads(answer: String, content: SecretValue.Content, text: String?) async throws {
        let http = FakeAWS([.answer(200, [:], answer)])
        let value = try await client(http).getSecretValue(id: "arn:\"x", deadline: deadline)
        #expect(value == SecretValue(content: content, versionID: "v1"))
        #expect(value.text == text)
        let request = try #require(await http.requests.first)
        #expect(request.headers["x-amz-target"] == "secretsmanager.GetSecretValue")
        #expect(request.body.bytes == Data(#"{"SecretId":"arn:\"x"}"#.utf8))
    }

    @Test("an answer without content is malformed", arguments: ["", "{}", #"{"SecretBinary":"?"}"#, "[]"])
    func malformed(answer: String) async {
        let client = client(FakeAWS([.answer(200, [:], answer)]))
        await #expect(throws: AWSError.malformedAnswer(operation: "GetSecretValue")) {
            try await client.getSecretValue(id: "x", deadline: deadline)
        }
    }

    @Test("a secret shows nothing when printed")
    func printing() {
        let value = SecretValue(content: .string("hidden"))
        var dumped = ""
        dump(value, to: &dumped)
        dump(value.content, to: &dumped)
        #expect(!"\(value) \(value.content) \(dumped) \(String(reflecting: value))".contains("hidden"))
    }

    @Test("a cached secret is fetched again after five minutes, or when its user says that it is refused")
    func caching() async throws {
        let http = FakeAWS((1...3).map { .answer(200, [:], "{\"SecretString\":\"key \($0)\"}") })
        let secret = CachedSecret(id: "x", client: client(http), clock: clock) { value throws(AWSError) -> String in
            guard let text = value.text else { throw .malformedAnswer(operation: "secret") }
            return text
        }
        func value() async throws -> String { try await secret.value(deadline: deadline) }
        #expect(try await value() == "key 1")
        clock.advance(by: .seconds(299))
        #expect(try await value() == "key 1")
        clock.advance(by: .seconds(1))
        #expect(try await value() == "key 2")
        await secret.invalidate("key 1")
        #expect(try await value() == "key 2")
        await secret.invalidate("key 2")
        #expect(try await value() == "key 3")
    }

    @Test("a failure is not kept")
    func failure() async throws {
        let http = FakeAWS([
            .answer(400, [:], #"{"__type":"ResourceNotFoundException"}"#), .answer(200, [:], #"{"SecretString":"k"}"#),
        ])
        let secret = CachedSecret(id: "x", client: client(http), clock: clock)
        let error = await #expect(throws: AWSError.self) { try await secret.value(deadline: deadline) }
        #expect(error?.isNotFound == true)
        #expect(try await secret.value(deadline: deadline).text == "k")
    }
}
