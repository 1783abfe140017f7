import FoundationEssentials

/// A moment in the two written forms of SigV4: `20261120` and `20261120T093045Z`, in UTC.
struct SigV4Timestamp: Sendable {
    /// Days since 1970-01-01: the key under which a signing key is kept.
    let dayNumber: Int
    /// 16 bytes of ASCII.
    let dateTime: [UInt8]

    /// Fractions of a second are dropped. Dates outside the years 1970 to 9999 become the nearest one inside.
    init(_ date: Date) {
        let lastSecond = 253_402_300_799.0
        let seconds = Int(min(max(date.timeIntervalSince1970, 0), lastSecond).rounded(.down))
        dayNumber = seconds / 86_400
        let (year, month, day) = Self.civil(daysSince1970: dayNumber)
        let time = seconds % 86_400
        var text: [UInt8] = []
        text.reserveCapacity(16)
        Self.append(year / 100, to: &text)
        Self.append(year % 100, to: &text)
        Self.append(month, to: &text)
        Self.append(day, to: &text)
        text.append(UInt8(ascii: "T"))
        Self.append(time / 3600, to: &text)
        Self.append(time / 60 % 60, to: &text)
        Self.append(time % 60, to: &text)
        text.append(UInt8(ascii: "Z"))
        dateTime = text
    }

    /// The first eight bytes of `dateTime`.
    var date: ArraySlice<UInt8> { dateTime[..<8] }

    private static func append(_ twoDigits: Int, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "0") + UInt8(twoDigits / 10))
        text.append(UInt8(ascii: "0") + UInt8(twoDigits % 10))
    }

    /// The Gregorian date of a day. A formatter costs more than the whole signature; the arithmetic is that of eras of
    /// 400 years (146,097 days) that begin on 1 March, so that the leap day comes last.
    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let daysSinceEra0 = days + 719_468
        let (era, dayOfEra) = daysSinceEra0.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }
}
