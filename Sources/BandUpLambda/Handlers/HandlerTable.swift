import BandUpCore
package import Base

/// The handlers of an executable by name. Lambda's `_HANDLER` (template.yaml's `Handler:`) chooses one, so that one zip
/// serves several functions, each with a role, memory and time of its own.
///
///     ["uploads": Uploads.handler, "content": Content.handler]
public struct HandlerTable: Sendable, ExpressibleByDictionaryLiteral {
    /// Builds a handler, and only what that handler needs.
    public typealias Maker = @Sendable (LambdaStartup) async throws -> any LambdaHandler

    private let entries: [(name: String, make: Maker)]

    public init(dictionaryLiteral elements: (String, Maker)...) {
        entries = elements.map { (name: $0, make: $1) }
    }

    /// The handler that Lambda asks for; the first where nothing is asked for, or `bootstrap`, as functions were deployed
    /// before there was a choice.
    /// - Throws: naming `_HANDLER`, with the names that there are.
    func maker(_ environment: Environment) throws(ConfigurationError) -> Maker {
        let name = environment["_HANDLER"] ?? "bootstrap"
        if let entry = entries.first(where: { $0.name == name }) { return entry.make }
        guard isUnchosen(name), let first = entries.first else {
            throw ConfigurationError(
                variable: "_HANDLER", problem: "must be one of \(entries.map(\.name).joined(separator: ", "))")
        }
        return first.make
    }

    /// The Runtime Interface Emulator names the program's path where it was given no handler.
    private func isUnchosen(_ name: String) -> Bool {
        let program = CommandLine.arguments.first?.split(separator: "/").last ?? "bootstrap"
        let last = name.split(separator: "/").last
        return name == "bootstrap" || (name.contains("/") && (last == program || last == "bootstrap"))
    }
}
