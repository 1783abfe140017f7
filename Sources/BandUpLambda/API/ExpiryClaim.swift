import BandUpCore
import Base
import FoundationEssentials

/// A token's `exp` as gateways pass it on: Unix seconds as a number or as text, or (Cognito authorizers of REST APIs) a date
/// such as `Wed Nov 27 14:13:20 UTC 2019`.
struct ExpiryClaim {
    let date: Date

    /// Nil for what can't be read: such a token has to count as expired.
    init?(_ value: JSONValue) {
        let seconds: Double?
        switch value {
        case .integer(let number): seconds = Double(number)
        case .number(let number): seconds = number
        case .string(let text): seconds = Double(text) ?? Self.seconds(ofDate: text)
        default: seconds = nil
        }
        guard let seconds, seconds.isFinite else { return nil }
        date = Date(timeIntervalSince1970: seconds)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func seconds(ofDate text: String) -> Double? {
        let words = text.split(separator: " ")
        guard words.count == 6, ["UTC", "GMT"].contains(words[4]), let month = months.firstIndex(of: String(words[1])),
            let day = Int(words[2]), let year = Int(words[5])
        else { return nil }
        let time = words[3].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, (1...31).contains(day), (1970...9999).contains(year) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = DateComponents(
            year: year, month: month + 1, day: day, hour: time[0], minute: time[1], second: time[2])
        return calendar.date(from: parts)?.timeIntervalSince1970
    }
}
