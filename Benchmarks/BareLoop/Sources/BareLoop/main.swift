import Foundation
import FoundationNetworking

/// The Runtime API's loop and nothing else: every event is its own answer.
func run(_ invocations: String) async throws -> Never {
    guard let next = URL(string: "\(invocations)/next") else { exit(1) }
    let session = URLSession(configuration: .ephemeral)
    while true {
        let (event, head) = try await session.data(from: next)
        guard let head = head as? HTTPURLResponse,
            let id = head.value(forHTTPHeaderField: "Lambda-Runtime-Aws-Request-Id"),
            let url = URL(string: "\(invocations)/\(id)/response")
        else { exit(1) }
        var answer = URLRequest(url: url)
        answer.httpMethod = "POST"
        answer.setValue("application/json", forHTTPHeaderField: "Content-Type")
        answer.httpBody = event
        _ = try await session.data(for: answer)
    }
}

guard let address = ProcessInfo.processInfo.environment["AWS_LAMBDA_RUNTIME_API"] else { exit(1) }
try await run("http://\(address)/2018-06-01/runtime/invocation")
