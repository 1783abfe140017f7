/// What a child runs, and all that it is told.
public struct ChildProgram: Sendable, Hashable {
    public var executable: String
    public var arguments: [String]
    /// The whole of it: nothing of this process's environment is handed on.
    public var environment: [String: String]
    /// Where it works; nil for this process's own. If its limits let it write at all, it may do so in a folder of its own
    /// alone, where Landlock is had, and elsewhere wherever its user may.
    public var folder: String?
    /// What it reads on standard input.
    public var input: [UInt8]

    public init(
        executable: String, arguments: [String] = [], environment: [String: String] = [:], folder: String? = nil,
        input: [UInt8] = []
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.input = input
    }
}
