import FoundationEssentials

/// How much a model may think before it answers; thinking is billed as output. A request holds one form or none: both
/// together are refused with 400.
package enum ThinkingConfig: Sendable, Hashable {
    /// Tokens; 0 switches thinking off. Gemini 2.5.
    case budget(Int)
    /// Gemini 3 and later.
    case level(Level)

    package enum Level: String, Sendable {
        case minimal = "MINIMAL"
        case low = "LOW"
        case medium = "MEDIUM"
        case high = "HIGH"
    }
}

/// What of `thinkingConfig` and `temperature` each model takes. A model that is not listed gets neither: its defaults
/// always work, a guess may be a 400.
///
/// Sources: Google's table of thinking levels (docs.cloud.google.com, Gemini Enterprise Agent Platform, "Thinking") and
/// the Gemini API's pages on 3.x and 4 Argon, read in November 2026.
struct ThinkingPolicy: Sendable {
    /// The least thinking the model can be asked for; nil to say nothing.
    let lowest: ThinkingConfig?
    /// Gemini 3 is meant to run at its default of 1.0, and from 3.5 Flash-Lite on the value is ignored.
    let acceptsTemperature: Bool
    /// From here on Google answers the name with another model, whose parameters differ; it then gets neither.
    let routedAwayFrom: Date?

    private init(_ lowest: ThinkingConfig?, acceptsTemperature: Bool = false, routedAwayFrom: Date? = nil) {
        self.lowest = lowest
        self.acceptsTemperature = acceptsTemperature
        self.routedAwayFrom = routedAwayFrom
    }

    private static let silent = ThinkingPolicy(nil)

    private static let byFamily: [String: ThinkingPolicy] = [
        "gemini-2.5-flash": ThinkingPolicy(
            .budget(0), acceptsTemperature: true, routedAwayFrom: GoogleDates.december2026),
        "gemini-2.5-flash-lite": ThinkingPolicy(.budget(0), acceptsTemperature: true),
        // Pro can't stop thinking: 128 tokens is its least budget.
        "gemini-2.5-pro": ThinkingPolicy(
            .budget(128), acceptsTemperature: true, routedAwayFrom: GoogleDates.december2026),
        "gemini-3-flash": ThinkingPolicy(.level(.minimal)),
        "gemini-3-pro": ThinkingPolicy(.level(.low)),
        "gemini-3.1-flash-lite": ThinkingPolicy(.level(.minimal)),
        "gemini-3.1-pro": ThinkingPolicy(.level(.low)),
        "gemini-3.5-flash": ThinkingPolicy(.level(.minimal)),
        "gemini-3.5-flash-lite": ThinkingPolicy(.level(.minimal)),
        "gemini-3.6-flash": ThinkingPolicy(.level(.minimal)),
        // MINIMAL is a 400 from 3.7 Flash on.
        "gemini-3.7-flash": ThinkingPolicy(.level(.low)),
        "gemini-3.8-flash": ThinkingPolicy(.level(.low)),
        "gemini-4-argon": ThinkingPolicy(.level(.low)),
        // Aliases: a level that all the models take which the name has stood for this year.
        "gemini-flash-latest": ThinkingPolicy(.level(.low)),
        "gemini-flash-lite-latest": ThinkingPolicy(.level(.minimal)),
    ]

    static func policy(for model: ModelID, at date: Date) -> ThinkingPolicy {
        let policy = byFamily[ModelID.family(of: model.name)] ?? silent
        if let end = policy.routedAwayFrom, date >= end { return silent }
        return policy
    }
}

/// The days on which Google changes prices and routes. It names days without a zone; these are their starts in UTC.
enum GoogleDates {
    /// 2026-10-08
    static let october8th2026 = Date(timeIntervalSince1970: 1_791_417_600)
    /// 2026-12-01
    static let december2026 = Date(timeIntervalSince1970: 1_796_083_200)
    /// 2027-01-01
    static let january2027 = Date(timeIntervalSince1970: 1_798_761_600)
}
