import FoundationEssentials

/// What of a user's history is wanted.
public struct JobHistoryQuery: Sendable {
    public let userID: UserID
    /// The last entry that the caller has; nil to begin with the newest.
    public let after: HistoryPosition?
    /// The most entries of one page.
    public let limit: Int
    /// The function's own attributes that the entries are to have.
    public let attributes: [String]

    public init(userID: UserID, after: HistoryPosition?, limit: Int, attributes: [String]) {
        self.userID = userID
        self.after = after
        self.limit = limit
        self.attributes = attributes
    }
}

/// A place in a user's history: behind this record.
public struct HistoryPosition: Sendable, Hashable {
    /// The record's id as the table has it.
    public let id: String
    /// Unix seconds.
    public let createdAt: Int64

    public init(id: String, createdAt: Int64) {
        self.id = id
        self.createdAt = createdAt
    }
}

/// One page of a history, newest first.
public struct JobHistoryPage: Sendable {
    public struct Entry: Sendable {
        public let id: String
        /// With the attributes that were asked for.
        public let record: JobRecord
    }

    public let entries: [Entry]
    /// Where the next page begins; nil on the last one.
    public let next: HistoryPosition?
}
