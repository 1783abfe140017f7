import Base
import Foundation
import TestSupport

@testable import BandUpCore

/// moto's DynamoDB in a process of its own, from the Python environment of the local stack.
final class MotoServer {
    let client: DynamoDBClient
    private let aws: AWSClient
    private let process: Process

    /// `make setup` puts it there; `VENV` says another place, as in the Makefile.
    static let python: String = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let folder = ProcessInfo.processInfo.environment["VENV"] ?? "\(root.path)/.local/venv"
        return "\(folder)/bin/python"
    }()

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: python) }

    init() async throws {
        let port = try Self.freePort()
        process = Process()
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.arguments = ["-m", "moto.server", "-H", "127.0.0.1", "-p", "\(port)"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let endpoint = HTTPEndpoint(scheme: .http, host: "127.0.0.1", port: port)
        aws = AWSClient(
            service: .dynamoDB, configuration: .test(endpoints: [.dynamoDB: endpoint]),
            http: CurlHTTPClient(environment: Environment([:])))
        client = DynamoDBClient(client: aws)
        for _ in 0..<600 {
            if (try? await call("ListTables", "{}")) != nil { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw POSIXError(.ETIMEDOUT)
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
    }

    /// Makes a table whose keys are texts.
    func table(_ name: String, partitionKey: String, sortKey: String? = nil) async throws -> DynamoDBTable {
        let keys = [(partitionKey, "HASH")] + (sortKey.map { [($0, "RANGE")] } ?? [])
        let attributes = keys.map { #"{"AttributeName":"\#($0.0)","AttributeType":"S"}"# }.joined(separator: ",")
        let schema = keys.map { #"{"AttributeName":"\#($0.0)","KeyType":"\#($0.1)"}"# }.joined(separator: ",")
        try await call(
            "CreateTable",
            """
            {"TableName":"\(name)","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[\(attributes)],\
            "KeySchema":[\(schema)]}
            """)
        return DynamoDBTable(name, partitionKey: partitionKey, sortKey: sortKey, client: client)
    }

    private func call(_ operation: String, _ body: String) async throws {
        _ = try await aws.call(
            target: "DynamoDB_20120810.\(operation)", body: Data(body.utf8),
            deadline: .after(.seconds(30), on: SystemClock()))
    }

    private static func freePort() throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: 20_000..<32_000)
            if let (descriptor, _) = try? ScriptedServer.listen(on: port, backlog: 1) {
                close(descriptor)
                return port
            }
        }
        throw POSIXError(.EADDRNOTAVAIL)
    }
}
