import Base
import Foundation
import Glibc
import Testing

@testable import BandUpCore

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
