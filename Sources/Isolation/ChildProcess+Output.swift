import Synchronization

extension ChildProcess {
    /// Runs a program to its end and gives its output as a whole, however it ended. Ended when the task is cancelled.
    ///
    /// - Throws: `StartError`, or `CancellationError`.
    public static func output(
        of program: ChildProgram, limits: ChildLimits
    ) async throws -> (output: [UInt8], report: ChildReport) {
        let child = ChildProcess(program, limits: limits)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (waiting: CheckedContinuation<Result<Whole, StartError>, Never>) in
                do throws(StartError) {
                    try BlockingThread.start { waiting.resume(returning: child.whole()) }
                } catch {
                    waiting.resume(returning: .failure(error))
                }
            }
        } onCancel: {
            child.cancel()
        }
        let whole = try result.get()
        if case .cancelled = whole.report.outcome { throw CancellationError() }
        return (whole.output, whole.report)
    }

    private struct Whole: Sendable {
        let output: [UInt8]
        let report: ChildReport
    }

    private func whole() -> Result<Whole, StartError> {
        var output: [UInt8] = []
        do throws(StartError) {
            let report = try run { bytes in
                output.append(contentsOf: bytes)
                return .more
            }
            return .success(Whole(output: output, report: report))
        } catch {
            return .failure(error)
        }
    }
}
