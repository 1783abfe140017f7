/// What belongs to the invocation under way and to no single call: the trace that its AWS calls are part of, and the
/// metrics that it adds to.
///
/// A task-local value: whatever an invocation or a job starts inherits it (child tasks and `Task`, not detached ones), and
/// jobs that run at the same time don't see each other's. A variable of the process would mix them.
package struct InvocationScope: Sendable {
    /// The X-Ray header's value, where tracing sent one.
    package let traceHeader: String?
    package let metrics: Metrics
    private let writer: MetricsWriter?
    /// Stand with the metrics that are written.
    private let properties: [LogField]

    /// Nil outside of any invocation.
    @TaskLocal package static var current: InvocationScope?

    /// - Parameter writer: nil where metrics are switched off.
    package init(
        traceHeader: String?, metrics: Metrics = Metrics(), writer: MetricsWriter? = nil, properties: [LogField] = []
    ) {
        self.traceHeader = traceHeader
        self.metrics = metrics
        self.writer = writer
        self.properties = properties
    }

    /// The metrics that what runs now adds to.
    package static var metrics: Metrics? { current?.metrics }

    /// The scope of one job in this invocation, with metrics of its own.
    package static func forJob(_ id: JobID) -> InvocationScope {
        let invocation = current
        return InvocationScope(
            traceHeader: invocation?.traceHeader, writer: invocation?.writer,
            properties: (invocation?.properties ?? []) + [.jobID(id)])
    }

    package func writeMetrics() {
        writer?.write(metrics, properties: properties)
    }
}
