import BandUpCore
package import Base
import FoundationEssentials

/// What of a user's history is wanted.
package struct JobHistoryQuery: Sendable {
    package let userID: UserID
    /// The last entry that the caller has; nil to begin with the newest.
    package let after: HistoryPosition?
    /// The most entries of one page.
    package let limit: Int
    /// The function's own attributes that the entries are to have.
    package let attributes: [String]

    package init(userID: UserID, after: HistoryPosition?, limit: Int, attributes: [String]) {
        self.userID = userID
        self.after = after
        self.limit = limit
        self.attributes = attributes
    }
}

/// A place in a user's history: behind this record.
package struct HistoryPosition: Sendable, Hashable {
    /// The record's id as the table has it.
    package let id: String
    /// Unix seconds.
    package let createdAt: Int64

    package init(id: String, createdAt: Int64) {
        self.id = id
        self.createdAt = createdAt
    }
}

/// One page of a history, newest first.
package struct JobHistoryPage: Sendable {
    package struct Entry: Sendable {
        package let id: String
        /// With the attributes that were asked for.
        package let record: JobRecord
    }

    package let entries: [Entry]
    /// Where the next page begins; nil on the last one.
    package let next: HistoryPosition?
}
