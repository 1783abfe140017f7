/// The system could not start a process or a thread: no such program, no memory, no descriptors.
public struct StartError: Error, Sendable, Hashable, CustomStringConvertible {
    public let errno: Int32

    public init(errno: Int32) {
        self.errno = errno
    }

    public var description: String { "it could not be started (errno \(errno))" }
}
