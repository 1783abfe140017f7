/// A file of the Files API: kept for 48 hours at most, readable with the key's project alone.
package struct GeminiFile: Sendable, Hashable {
    package enum State: String, Sendable, Decodable {
        case unspecified = "STATE_UNSPECIFIED"
        case processing = "PROCESSING"
        case active = "ACTIVE"
        case failed = "FAILED"
    }

    /// `files/` and the id.
    package let name: String
    /// What a request's `fileData` names.
    package let uri: String
    package let state: State

    package init(name: String, uri: String, state: State) {
        self.name = name
        self.uri = uri
        self.state = state
    }
}

extension GeminiFile: Decodable {
    private enum CodingKeys: String, CodingKey {
        case name, uri, state
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        uri = try container.decode(String.self, forKey: .uri)
        // A state that is new to this program is not one that may be used.
        state = try container.decodeIfPresent(String.self, forKey: .state).flatMap(State.init) ?? .unspecified
    }
}
