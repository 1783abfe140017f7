import BandUpCore
import Base
import Foundation
import Testing

@testable import BandUpLambda

/// Whole processes: each exit test runs in one of its own.
@Suite(.timeLimit(.minutes(1))) struct LambdaRuntimeTests {
    @Test("a started function answers invocations until the Runtime API fails, and then exits with 1")
    func answers() async throws {
        let server = try RuntimeAPIServer([
            .invocation("r-1", #"{"n":1}"#), .status(202), .invocation("r-2", "2"), .status(202), .status(500),
        ])
        defer { server.stop() }
        await #expect(processExitsWith: .exitCode(1)) { [address = server.address as String] in
            setenv("AWS_LAMBDA_RUNTIME_API", address, 1)
            await LambdaRuntime.run([
                "echo": { startup in
                    #expect(startup.environment["AWS_LAMBDA_RUNTIME_API"] != nil)
                    return ClosureHandler.echo
                }
            ])
        }
        #expect(
            server.requests.map(\.line) == [
                "GET /2018-06-01/runtime/invocation/next HTTP/1.1",
                "POST /2018-06-01/runtime/invocation/r-1/response HTTP/1.1",
                "GET /2018-06-01/runtime/invocation/next HTTP/1.1",
                "POST /2018-06-01/runtime/invocation/r-2/response HTTP/1.1",
                "GET /2018-06-01/runtime/invocation/next HTTP/1.1",
            ])
        #expect(server.requests.map { String(decoding: $0.body, as: UTF8.self) }[1] == #"{"n":1}"#)
        #expect(server.connectionCount == 1)
    }

    @Test("a function that can't start says so to Lambda and to the log, and exits with 1")
    func startFailure() async throws {
        let server = try RuntimeAPIServer([.status(202)])
        defer { server.stop() }
        let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
            [address = server.address as String] in
            setenv("AWS_LAMBDA_RUNTIME_API", address, 1)
            await LambdaRuntime.run([
                "echo": { _ in throw ConfigurationError(variable: "S3_BUCKET_AUDIO", problem: "is not set") }
            ])
        }
        let request = try #require(server.requests.first)
        #expect(request.line == "POST /2018-06-01/runtime/init/error HTTP/1.1")
        #expect(request.headers["lambda-runtime-function-error-type"] == "Function.ConfigurationError")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"errorMessage":"S3_BUCKET_AUDIO is not set","errorType":"Function.ConfigurationError","stackTrace":[]}"#
        )
        let log = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(log.contains("FATAL") && log.contains("S3_BUCKET_AUDIO is not set"))
    }

    @Test("a wrong log setting is a start that failed")
    func wrongLogSetting() async throws {
        let server = try RuntimeAPIServer([.status(202)])
        defer { server.stop() }
        await #expect(processExitsWith: .exitCode(1)) { [address = server.address as String] in
            setenv("AWS_LAMBDA_RUNTIME_API", address, 1)
            setenv("AWS_LAMBDA_LOG_LEVEL", "LOUD", 1)
            await LambdaRuntime.run(["echo": { _ in ClosureHandler.echo }])
        }
        #expect(server.requests.count == 1)
        #expect(server.requests.first?.line.contains("/init/error") == true)
        #expect(
            server.requests.first.map { String(decoding: $0.body, as: UTF8.self) }?.contains("AWS_LAMBDA_LOG_LEVEL")
                == true)
    }

    @Test("without a Runtime API the message says what to run", arguments: ["", "127.0.0.1:1", "not an address"])
    func noRuntimeAPI(address: String) async throws {
        let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
            [address = address as String] in
            setenv("AWS_LAMBDA_RUNTIME_API", address, 1)
            await LambdaRuntime.run(["echo": { _ in ClosureHandler.echo }])
        }
        let log = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(log.contains("AWS_LAMBDA_RUNTIME_API") && log.contains("make demo"))
    }

    @Test("SIGTERM ends a waiting function with status 0")
    func sigterm() async throws {
        let server = try RuntimeAPIServer([])
        defer { server.stop() }
        await #expect(processExitsWith: .exitCode(0)) { [address = server.address as String] in
            setenv("AWS_LAMBDA_RUNTIME_API", address, 1)
            Task.detached {
                try await Task.sleep(for: .milliseconds(300))
                kill(getpid(), SIGTERM)
            }
            await LambdaRuntime.run(["echo": { _ in ClosureHandler.echo }])
        }
    }

    @Test("a proxy for other hosts does not get the Runtime API's requests")
    func proxy() async throws {
        let server = try RuntimeAPIServer([.invocation("r-1", "1"), .status(202), .status(500)])
        defer { server.stop() }
        await #expect(processExitsWith: .exitCode(1)) { [address = server.address as String] in
            setenv("AWS_LAMBDA_RUNTIME_API", address, 1)
            setenv("http_proxy", "http://127.0.0.1:1", 1)
            setenv("no_proxy", "example.com", 1)
            await LambdaRuntime.run(["echo": { _ in ClosureHandler.echo }])
        }
        #expect(server.requests.count == 3)
    }
}
