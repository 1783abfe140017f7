import CIsolation

/// What a child may use. All of it holds wherever Linux runs; where a child could do more, the kernel ends it, refuses it,
/// or its parent ends it.
public struct ChildLimits: Sendable, Hashable {
    /// From its start to its end.
    public var time: Duration
    /// Of all its threads together; a second more for a program that does not end when it is told.
    public var processorSeconds: Int
    /// Address space, its libraries included.
    public var memoryBytes: Int
    /// What is taken of its standard output; with more it is ended.
    public var outputBytes: Int
    /// What is kept of its standard error; the rest is read and forgotten. With 0 it is /dev/null.
    public var errorBytes: Int
    /// Size of a file that it writes; with 0 it can write none.
    public var fileBytes: Int
    public var descriptors: Int
    /// Else neither processes nor threads. The kernel does not hold root to it. What such a process starts is ended with
    /// it, but for what leaves its session.
    public var mayStartProcesses: Bool

    public init(
        time: Duration, processorSeconds: Int, memoryBytes: Int, outputBytes: Int, errorBytes: Int = 0,
        fileBytes: Int = 0, descriptors: Int = 64, mayStartProcesses: Bool = false
    ) {
        self.time = time
        self.processorSeconds = processorSeconds
        self.memoryBytes = memoryBytes
        self.outputBytes = outputBytes
        self.errorBytes = errorBytes
        self.fileBytes = fileBytes
        self.descriptors = descriptors
        self.mayStartProcesses = mayStartProcesses
    }

    var kernelLimits: isolation_limits {
        isolation_limits(
            memory_bytes: UInt64(max(0, memoryBytes)), file_bytes: UInt64(max(0, fileBytes)),
            processor_seconds: UInt64(max(1, processorSeconds)), descriptors: UInt64(max(3, descriptors)),
            may_start_processes: mayStartProcesses)
    }
}
