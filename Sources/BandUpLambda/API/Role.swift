import BandUpCore
import Base
import FoundationEssentials

/// What a caller may do, from less to more.
package enum Role: String, Sendable, Comparable, CaseIterable {
    case learner, teacher, service

    package static func < (lhs: Role, rhs: Role) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .learner: 0
        case .teacher: 1
        case .service: 2
        }
    }
}

extension Role {
    /// From what an authorizer says: `role` of our own authorizer's context, else what the issuer alone can write into a
    /// token (`app_metadata.role`, `cognito:groups`, `custom:role`). Never `user_metadata`, which users write themselves.
    ///
    /// None or an unknown one is a learner's; of several the highest counts.
    init(_ authorization: GatewayAuthorization) {
        let claims = authorization.claims ?? [:]
        var names = Self.words(in: claims["cognito:groups"]) + Self.words(in: claims["custom:role"])
        names += Self.role(inMetadata: claims["app_metadata"])
        if authorization.userClaims == GatewayAuthorization.lambdaUserClaims { names += Self.words(in: claims["role"]) }
        self = names.compactMap(Role.init(rawValue:)).max() ?? .learner
    }

    /// Gateways turn lists into text: `[a b]` (HTTP APIs), `a,b` (REST APIs).
    private static func words(in value: JSONValue?) -> [String] {
        switch value {
        case .string(let text):
            text.split { $0 == " " || $0 == "," || $0 == "[" || $0 == "]" }.map(String.init)
        case .array(let values): values.compactMap(\.stringValue)
        default: []
        }
    }

    /// An object, the JSON text of one, or `map[provider:email role:teacher]`, as HTTP APIs write one.
    private static func role(inMetadata value: JSONValue?) -> [String] {
        switch value {
        case .object(let members): return words(in: members["role"])
        case .string(let text) where text.hasPrefix("{"):
            guard case .object(let members)? = try? JSONValue(untrusted: .init(text.utf8)) else { return [] }
            return words(in: members["role"])
        case .string(let text) where text.hasPrefix("map[") && text.hasSuffix("]"):
            let entries = text.dropFirst(4).dropLast().split(separator: " ").filter { $0.hasPrefix("role:") }
            return entries.count == 1 ? [String(entries[0].dropFirst(5))] : []
        default: return []
        }
    }
}
