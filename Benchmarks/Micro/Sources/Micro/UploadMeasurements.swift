import BandUpCore
import FoundationEssentials
import Glibc

/// A recording on its way to the model: read from its file, put into base64, sent to a server that throws it away.
/// Beside it the same number of bytes sent as they are, and only copied from one place in memory to another.
enum UploadMeasurements {
    static let recordingByteCount = 18_000_000
    static let sentByteCount = recordingByteCount / 3 * 4

    /// - Parameter path: a file of at least `sentByteCount` bytes.
    static func all(sink: HTTPEndpoint, path: String) -> [Measurement] {
        let http = CurlHTTPClient(environment: .process)
        return [
            send("send as base64", [.base64OfFile(path: path, byteCount: recordingByteCount)], sink, http),
            send("send as it is", [.file(path: path, byteCount: sentByteCount)], sink, http),
            Measurement("memcpy") { count in
                let from = UnsafeMutableRawBufferPointer.allocate(byteCount: sentByteCount, alignment: 64)
                let to = UnsafeMutableRawBufferPointer.allocate(byteCount: sentByteCount, alignment: 64)
                defer {
                    from.deallocate()
                    to.deallocate()
                }
                from.initializeMemory(as: UInt8.self, repeating: 1)
                to.initializeMemory(as: UInt8.self, repeating: 0)
                var sum = 0
                for _ in 0..<count {
                    to.copyMemory(from: UnsafeRawBufferPointer(from))
                    sum += Int(to[sum % sentByteCount])
                }
                return sum
            },
        ]
    }

    private static func send(
        _ name: String, _ segments: [HTTPBody.Segment], _ sink: HTTPEndpoint, _ http: CurlHTTPClient
    ) -> Measurement {
        Measurement(name) { count in
            var answers = 0
            for _ in 0..<count {
                let request = HTTPRequest(.post, sink, body: HTTPBody(segments: segments))
                let answer = try await http.send(request, timeouts: HTTPTimeouts(total: .seconds(60)), into: .memory)
                if answer.status == 200 { answers += 1 }
            }
            return answers
        }
    }
}
