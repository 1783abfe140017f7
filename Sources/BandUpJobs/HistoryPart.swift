import BandUpCore
import Base

/// The two parts of a history: what is in the kind's own index, and before that what only the index of all kinds has.
/// Time divides them, so that one follows the other and a cursor needs to say no more than where it stands.
struct HistoryPart: Sendable {
    /// The kind's key in its own index; nil in the index of all kinds.
    let userKind: String?
    /// Nil for no bound.
    let since: Int64?

    /// Whether the position is one of this part.
    func holds(_ position: HistoryPosition) -> Bool {
        guard let since else { return true }
        return (position.createdAt >= since) == (userKind != nil)
    }

    var index: String { userKind == nil ? JobTable.historyIndex : JobTable.kindIndex }

    func keyCondition(user: UserID) -> DynamoDBExpression {
        let isOfUser: DynamoDBExpression =
            userKind.map { "\(name: "user_kind") = \(value: .string($0))" }
            ?? "\(name: "user_id") = \(value: .string(user.description))"
        guard let since else { return isOfUser }
        return userKind == nil
            ? "\(isOfUser) AND \(name: "created_at") < \(value: .integer(since))"
            : "\(isOfUser) AND \(name: "created_at") >= \(value: .integer(since))"
    }
}
