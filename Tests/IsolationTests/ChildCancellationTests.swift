import Foundation
import Isolation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct ChildCancellationTests {
    @Test("a child is ended when the task that waits for it is cancelled")
    func cancelledTask() async throws {
        let folder = try TemporaryFolder()
        let program = ChildProgram(
            executable: "/bin/sh", arguments: ["-c", "echo $$ > number; exec sleep 3600"], folder: folder.path)
        var limits = Subject.limits
        limits.fileBytes = 100
        let task = Task { [limits] in try await ChildProcess.output(of: program, limits: limits) }
        var number: pid_t?
        while number == nil {
            try await Task.sleep(for: .milliseconds(5))
            let text = try? String(contentsOfFile: "\(folder.path)/number", encoding: .utf8)
            number = text.flatMap { pid_t($0.trimmingCharacters(in: .newlines)) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!exists(try #require(number)))
    }

    @Test("a child that is cancelled before it begins is not started")
    func cancelledBefore() throws {
        let child = ChildProcess(ChildProgram(executable: "/nonexistent"), limits: Subject.limits)
        child.cancel()
        #expect(try child.run { _ in .more }.outcome == .cancelled)
    }

    @Test("a child that any thread cancels is told as cancelled, and is gone")
    func cancelledWhileItRuns() throws {
        let child = ChildProcess(Subject.program("sleep"), limits: Subject.limits)
        var number: pid_t?
        let report = try child.run { bytes in
            number = Array(bytes).firstNumber
            child.cancel()
            return .more
        }
        #expect(report.outcome == .cancelled)
        #expect(!exists(try #require(number)))
    }

    @Test("cancelling a child that has ended changes nothing")
    func cancelledAfter() throws {
        let child = ChildProcess(Subject.program("environment"), limits: Subject.limits)
        let report = try child.run { _ in .more }
        child.cancel()
        #expect(report.outcome == .exited(code: 0))
    }
}
