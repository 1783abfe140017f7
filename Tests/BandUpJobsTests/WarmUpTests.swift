import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs

@Suite struct WarmUpTests {
    private let log = LogRecorder()
    private let clock = SteppingClock()
    private let gemini = HTTPEndpoint(scheme: .https, host: "gemini.example")
    private let table = HTTPEndpoint(scheme: .https, host: "dynamodb.example")

    private func secret(_ http: any HTTPClient) -> SecretAPIKey {
        let client = SecretsManagerClient(configuration: .test(), http: http, clock: clock)
        return SecretAPIKey(id: "gemini", client: client, clock: clock)
    }

    private func service(
        head: @escaping @Sendable () throws(HTTPClientError) -> HTTPResponse = { HTTPResponse(status: 404) },
        secret: @escaping @Sendable () throws(HTTPClientError) -> HTTPResponse = {
            HTTPResponse(status: 200, body: Data(#"{"SecretString":"key-1"}"#.utf8))
        }
    ) -> FakeHTTPService {
        FakeHTTPService { request throws(HTTPClientError) in
            request.method == .head ? try head() : try secret()
        }
    }

    @Test("the key is fetched and each host met once, without a signature or a key")
    func requests() async throws {
        let http = service()
        let key = secret(http)
        let warmUp = WarmUp(key: key, connections: [table, gemini, table], http: http, clock: clock)
        await warmUp.run(log.logger())
        let heads = http.requests.filter { $0.method == .head }
        #expect(Set(heads.map(\.endpoint)) == [table, gemini])
        #expect(heads.count == 2)
        #expect(heads.allSatisfy { $0.headers.fields.isEmpty && $0.body.isEmpty })
        // The job finds the key and asks nobody.
        #expect(try await key.key(deadline: .after(.seconds(60), on: clock)) == "key-1")
        #expect(http.requests.count == 3)
        #expect(log.lines.isEmpty)
    }

    @Test("what fails is a line for the debugger, and the job tries again")
    func failures() async throws {
        let isDown = TestClock()
        let start = isDown.now
        let http = service(
            head: { () throws(HTTPClientError) in throw .connect(host: "gemini.example", reason: "refused") },
            secret: { () throws(HTTPClientError) in
                guard isDown.now > start else { return HTTPResponse(status: 400) }
                return HTTPResponse(status: 200, body: Data(#"{"SecretString":"key-1"}"#.utf8))
            })
        let key = secret(http)
        await WarmUp(key: key, connections: [gemini], http: http, clock: clock).run(log.logger())
        #expect(log.lines.count == 2)
        #expect(log.lines.allSatisfy { $0.contains(#""level":"DEBUG""#) })
        isDown.advance(by: .seconds(1))
        #expect(try await key.key(deadline: .after(.seconds(60), on: clock)) == "key-1")
    }

    @Test("a function whose jobs need no key fetches none")
    func withoutKey() async {
        let http = service()
        await WarmUp(key: nil, connections: [table], http: http, clock: clock).run(log.logger())
        #expect(http.requests.map(\.method) == [.head])
    }
}
