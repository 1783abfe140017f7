package import BandUpCore
package import BandUpJobs
import BandUpLambda
package import Base
import Examining
import FoundationEssentials

/// Half an hour of work on a clock on which nothing takes time.
package func jobContext(logger: Logger = Logger(write: { _ in })) -> JobContext {
    let clock = SteppingClock()
    return JobContext(deadline: .after(.seconds(1800), on: clock), logger: logger, clock: clock)
}

/// A value that a test needs and can't be: a text that its type refused.
package struct Unfit: Error {
    package let text: String

    package init(text: String) {
        self.text = text
    }
}

package func userID(_ text: String = "u-1") throws -> UserID {
    guard let id = UserID(text) else { throw Unfit(text: text) }
    return id
}

package func jobKey(_ id: String = "s-1", user: String = "u-1") throws -> JobKey {
    guard let jobID = JobID(id) else { throw Unfit(text: id) }
    return JobKey(id: jobID, userID: try userID(user))
}

package func geminiModel(_ name: String = "gemini-3.5-flash-lite") throws -> ModelID {
    guard let model = ModelID(name) else { throw Unfit(text: name) }
    return model
}

extension JobError {
    /// Whether the message comes back.
    package var isTransient: Bool {
        if case .transient = self { true } else { false }
    }
}

extension RequestFields {
    /// From JSON text.
    package init(_ json: String) throws {
        try self.init(json: Data(json.utf8))
    }
}

extension JSONValue {
    /// From JSON text.
    package init(json: String) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
    }

    /// What `value` becomes as JSON.
    package init(encoding value: some Encodable) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
    }

    /// The same object with some members replaced, or removed where null is given.
    package func setting(_ members: [String: JSONValue]) -> JSONValue {
        guard case .object(let old) = self else { return self }
        return .object(old.merging(members) { _, new in new }.filter { $0.value != .null })
    }

    /// The same object with the member at `path` replaced.
    package func setting(_ path: [String], _ value: JSONValue) -> JSONValue {
        guard case .object(var members) = self, let name = path.first else { return value }
        members[name] = (members[name] ?? .null).setting(Array(path.dropFirst()), value)
        return .object(members)
    }

    package var memberNames: Set<String> {
        guard case .object(let members) = self else { return [] }
        return Set(members.keys)
    }

    package var text: String {
        (try? JSONEncoder.canonical.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
