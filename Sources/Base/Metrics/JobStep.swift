/// A part of a job that is timed: the `Step` of metrics, the `step` of log lines, and `<name>Ms` in a job's last line.
package struct JobStep: Sendable, Hashable {
    package let name: String

    package init(_ name: StaticString) {
        self.name = "\(name)"
    }
}

extension JobStep {
    /// From S3 to a file.
    package static let fetch = JobStep("fetch")
    /// A document into pages and chunks, or a recording's header and level.
    package static let read = JobStep("read")
    /// All model calls of the job.
    package static let generate = JobStep("generate")
}
