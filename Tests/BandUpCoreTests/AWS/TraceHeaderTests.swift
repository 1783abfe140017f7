import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite("The trace of an invocation in its calls") struct TraceHeaderTests {
    private static let header =
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:0|b:1"
    private static let sent =
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:0%7Cb:1"

    private let clock = SteppingClock()
    private var deadline: Deadline { .after(.seconds(60), on: clock) }

    private func inTrace<Value>(_ header: String?, _ body: () async throws -> Value) async throws -> Value {
        try await InvocationScope.$current.withValue(InvocationScope(traceHeader: header), operation: body)
    }

    @Test("every AWS call and every attempt carries it, outside of the signature")
    func calls() async throws {
        let http = FakeAWS([.answer(500), .answer(200, [:], "{}")])
        let client = AWSClient(service: .dynamoDB, configuration: .test(), http: http, clock: clock)
        try await inTrace(Self.header) { _ = try await client.call(target: "T", body: Data(), deadline: deadline) }
        let headers = await http.requests.map(\.headers)
        #expect(headers.map { $0["X-Amzn-Trace-Id"] } == [Self.sent, Self.sent])
        #expect(headers.allSatisfy { $0["authorization"]?.contains("trace") == false })
    }

    @Test("without a trace, or outside of any invocation, there is no header")
    func none() async throws {
        let http = FakeAWS([.answer(200), .answer(200)])
        let client = AWSClient(service: .sqs, configuration: .test(), http: http, clock: clock)
        try await inTrace(nil) { _ = try await client.call(target: "T", body: Data(), deadline: deadline) }
        _ = try await client.call(target: "T", body: Data(), deadline: deadline)
        #expect(await http.requests.allSatisfy { $0.headers["x-amzn-trace-id"] == nil })
    }

    @Test("a header that would break its line is encoded")
    func hostile() async throws {
        try await inTrace("Root=1\r\nx-evil: 1\u{E9} %") {
            #expect(TraceHeader.current == "Root=1%0D%0Ax-evil:%201%C3%A9%20%25")
        }
    }

    @Test("invocations that run at the same time keep their own, in tasks that they start too")
    func concurrent() async throws {
        let http = FakeAWS(Array(repeating: .answer(200), count: 60))
        let client = AWSClient(service: .s3, configuration: .test(), http: http, clock: clock)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try? await inTrace("Root=\(number)") {
                        for _ in 0..<2 {
                            _ = try await client.call(target: "\(number)", body: Data(), deadline: deadline)
                            await Task.yield()
                        }
                        try await Task {
                            _ = try await client.call(target: "\(number)", body: Data(), deadline: deadline)
                        }.value
                    }
                }
            }
        }
        let requests = await http.requests
        #expect(requests.count == 60)
        #expect(requests.allSatisfy { $0.headers["x-amzn-trace-id"] == "Root=\($0.headers["x-amz-target"] ?? "")" })
    }

    @Test("a message carries it as a system attribute")
    func message() async throws {
        let http = FakeAWS([.answer(200, [:], #"{"MessageId":"m1"}"#)])
        let sqs = SQSClient(configuration: .test(), http: http, clock: clock)
        try await inTrace(Self.header) {
            _ = try await sqs.sendMessage(queueURL: "https://q", body: "{}", deadline: deadline)
        }
        let body = try JSONDecoder().decode(JSONValue.self, from: try #require(await http.requests.first).body.bytes)
        #expect(
            body["MessageSystemAttributes"]
                == ["AWSTraceHeader": ["DataType": "String", "StringValue": .string(Self.sent)]])
    }

    @Test("Google is told nothing of it")
    func gemini() async throws {
        let server = ScriptedGeminiServer(.golden("unary-success-structured"))
        let client = GeminiClient(http: server, keys: StaticAPIKey("k"), clock: clock)
        try await inTrace(Self.header) {
            _ = try await client.generateContent(
                ModelRequest(parts: [.text("?")]), model: try geminiModel(), deadline: deadline)
        }
        let sent = try #require(server.sent.first).request.headers.fields
        #expect(!sent.contains { $0.name.lowercased().contains("trace") || $0.value.contains("5759e988") })
    }
}
