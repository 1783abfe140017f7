import BandUpCore
package import Base

/// A results table, and what each record of one function in it has in common.
package struct JobTable: Sendable {
    package let name: String
    /// The partition key: `evaluation_id` or `set_id`.
    package let idAttribute: String
    /// `writing` or `speaking` where two functions share a table; also kept apart from each other when read.
    package let evaluationType: String?

    package init(name: String, idAttribute: String, evaluationType: String? = nil) {
        self.name = name
        self.idAttribute = idAttribute
        self.evaluationType = evaluationType
    }

    /// Serves a user's history, newest first (SPEC.md section 4).
    package static let historyIndex = "user_id-created_at-index"
    /// Serves the history of one of a table's kinds, without reading the others'.
    package static let kindIndex = "user_kind-created_at-index"

    package static func evaluations(_ environment: Environment, type: String) -> JobTable {
        JobTable(
            name: environment["DYNAMODB_EVALUATIONS"] ?? "bandup-evaluations", idAttribute: "evaluation_id",
            evaluationType: type)
    }

    package static func flashcardSets(_ environment: Environment) -> JobTable {
        JobTable(name: environment["DYNAMODB_FLASHCARD_SETS"] ?? "bandup-flashcard-sets", idAttribute: "set_id")
    }

    /// What every record of a shared table says of its kind; nothing where the table is not shared.
    func attributes(of user: UserID) -> DynamoDBItem {
        guard let evaluationType else { return [:] }
        return ["evaluation_type": .string(evaluationType), "user_kind": .string(Self.userKind(user, evaluationType))]
    }

    /// The key of a kind's history. No user id has a `#`.
    static func userKind(_ user: UserID, _ evaluationType: String) -> String {
        "\(user)#\(evaluationType)"
    }
}
