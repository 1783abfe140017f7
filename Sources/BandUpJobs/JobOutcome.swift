/// What a kind of jobs comes to: the attributes of its completed record, and the members of the API's answer. One type for
/// both, as a value knows its two forms where they differ (`DecimalAttribute`, `JSONAttribute`).
///
/// A history leaves the long texts out: those attributes are optional, and `isWhole` says whether they are there.
package protocol JobOutcome: Codable, Sendable {
    /// The attributes that a history reads.
    static var listedAttributes: [String] { get }

    /// Whether the API's answers name the user too, as `user_id`.
    static var showsUser: Bool { get }

    /// False for what was read for a history.
    var isWhole: Bool { get }
}

extension JobOutcome {
    package static var showsUser: Bool { false }
}
