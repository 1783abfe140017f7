import Foundation
import Glibc
import Synchronization
import Testing

@testable import BandUpCore

/// A clock that stands still until it is turned, and on which sleeping takes no time.
final class TurnableClock: WallClock {
    private let state = Mutex((now: Date(timeIntervalSince1970: 1_800_000_000), sleeps: [Duration]()))

    var now: Date { state.withLock { $0.now } }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func turn(by duration: Duration) {
        state.withLock { $0.now += duration.seconds }
    }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.now += duration.seconds
            $0.sleeps.append(duration)
        }
    }
}

/// A folder that is removed with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("bandup-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String, _ content: Data? = nil) throws -> String {
        let file = "\(path)/\(name)"
        if let content { try content.write(to: URL(fileURLWithPath: file)) }
        return file
    }

    /// Descriptors of this process that are open on files in this folder.
    var openDescriptorCount: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.count { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"))?
                .hasPrefix(path) ?? false
        }
    }
}

/// Bytes that look random and are the same every time.
func noise(_ count: Int) -> Data {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var bytes = [UInt8](repeating: 0, count: count)
    for index in bytes.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[index] = UInt8(truncatingIfNeeded: state >> 33)
    }
    return Data(bytes)
}

/// Connections that a client of this machine holds to `port`: established ones, and ones the server has closed.
func heldConnectionCount(to port: Int) -> Int {
    let file = FileHandle(forReadingAtPath: "/proc/self/net/tcp")
    let table = String(decoding: (try? file?.readToEnd()) ?? Data(), as: UTF8.self)
    let suffix = ":" + String(format: "%04X", port)
    return table.split(separator: "\n").count { line in
        let columns = line.split(separator: " ", omittingEmptySubsequences: true)
        return columns.count > 3 && columns[2].hasSuffix(suffix) && ["01", "08"].contains(columns[3])
    }
}

/// Waits until `condition` holds, up to ten seconds.
func eventually(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<1000 {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return condition()
}

extension HTTPClient {
    /// With timeouts that only a hang meets.
    func answer(
        to request: HTTPRequest, timeouts: HTTPTimeouts = HTTPTimeouts(total: .seconds(30)),
        into sink: HTTPResponseSink = .memory
    ) async throws(HTTPClientError) -> HTTPResponse {
        try await send(request, timeouts: timeouts, into: sink)
    }

    func error(
        of request: HTTPRequest, timeouts: HTTPTimeouts = HTTPTimeouts(total: .seconds(30)),
        into sink: HTTPResponseSink = .memory
    ) async -> HTTPClientError? {
        do throws(HTTPClientError) {
            let response = try await send(request, timeouts: timeouts, into: sink)
            Issue.record("a response with status \(response.status) where an error was expected")
            return nil
        } catch {
            return error
        }
    }
}

extension CurlHTTPClient {
    convenience init(policy: CurlConnectionPolicy = CurlConnectionPolicy(), clock: any WallClock = SystemClock()) {
        self.init(environment: Environment([:]), clock: clock, policy: policy)
    }
}
