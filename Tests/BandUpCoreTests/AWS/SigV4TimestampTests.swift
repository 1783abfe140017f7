import Base
import FoundationEssentials
import Testing

@testable import BandUpCore

@Suite struct SigV4TimestampTests {
    @Test(
        "a date is written in UTC, leap days and centuries included",
        arguments: [
            (0.0, "19700101T000000Z"),
            (951_782_399.999, "20000228T235959Z"),
            (951_782_400, "20000229T000000Z"),
            (951_868_800, "20000301T000000Z"),
            (1_709_251_199, "20240229T235959Z"),
            (1_795_167_045.5, "20261120T093045Z"),
            (4_107_542_399, "21000228T235959Z"),
            (4_107_542_400, "21000301T000000Z"),
            (253_402_300_799, "99991231T235959Z"),
        ])
    func writes(seconds: Double, text: String) {
        let timestamp = SigV4Timestamp(Date(timeIntervalSince1970: seconds))
        #expect(String(decoding: timestamp.dateTime, as: UTF8.self) == text)
        #expect(String(decoding: timestamp.date, as: UTF8.self) == text.prefix(8))
    }

    @Test("every day of 400 years agrees with the calendar", arguments: [1970, 2100, 2200, 2300])
    func agreesWithCalendar(firstYear: Int) {
        let style = Date.ISO8601FormatStyle().year().month().day().dateSeparator(.omitted)
        var date = Date(timeIntervalSince1970: Double(firstYear - 1970) * 365.2425 * 86_400)
        for _ in 0..<36_525 {
            let text = String(decoding: SigV4Timestamp(date).date, as: UTF8.self)
            guard text == date.formatted(style) else {
                Issue.record("\(text) is not \(date.formatted(style))")
                return
            }
            date.addTimeInterval(86_400)
        }
    }

    @Test("an absurd date becomes the nearest one that can be written", arguments: [-1e300, -1, 1e300, .infinity])
    func absurd(seconds: Double) {
        let text = String(decoding: SigV4Timestamp(Date(timeIntervalSince1970: seconds)).dateTime, as: UTF8.self)
        #expect(text == (seconds < 0 ? "19700101T000000Z" : "99991231T235959Z"))
    }
}
