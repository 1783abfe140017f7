import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite struct CurlConnectionTableTests {
    private let key = CurlConnectionTable.Key(localPort: 4000, peerAddress: "192.0.2.1", peerPort: 443)
    private let start = CurlConnectionTable.Moment(instant: .now, date: Date(timeIntervalSince1970: 1_800_000_000))

    private func later(monotonic: Double, wall: Double) -> CurlConnectionTable.Moment {
        CurlConnectionTable.Moment(
            instant: start.instant.advanced(by: .seconds(monotonic)), date: start.date.addingTimeInterval(wall))
    }

    @Test(
        "the clock that ran further decides",
        arguments: [
            (0.5, 0.5, CurlConnectionTable.Verdict.trusted), (11, 11, .stale), (0, 11, .stale), (11, 0, .stale),
            (11, -3600, .stale), (0.5, -3600, .trusted),
        ])
    func clocks(monotonic: Double, wall: Double, expected: CurlConnectionTable.Verdict) {
        var table = CurlConnectionTable(policy: CurlConnectionPolicy())
        table.used(key, socket: -1, at: start)
        #expect(table.verdict(on: key, at: later(monotonic: monotonic, wall: wall)) == expected)
    }

    @Test("a connection that can't be asked for acknowledgements is not used once it is not trusted")
    func noAcknowledgements() {
        var table = CurlConnectionTable(policy: CurlConnectionPolicy())
        table.used(key, socket: -1, at: start)
        #expect(table.verdict(on: key, at: later(monotonic: 5, wall: 5)) == .stale)
    }

    @Test("a dead connection stays dead until its port is another connection's")
    func dead() {
        var table = CurlConnectionTable(policy: CurlConnectionPolicy())
        table.used(key, socket: -1, at: start)
        table.declareDead(key)
        #expect(table.verdict(on: key, at: start) == .stale)
        table.opened(key)
        #expect(table.verdict(on: key, at: start) == .trusted)
    }
}
