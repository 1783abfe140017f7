import Foundation
import Isolation
import Testing

/// How a child ends, and what is left of it.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct ChildOutcomeTests {
    @Test("a child that ends by itself is told with its code, and its time and memory")
    func exit() async throws {
        let (output, report) = try await ChildProcess.output(of: Subject.program("no such act"), limits: Subject.limits)
        #expect(report.outcome == .exited(code: 2))
        #expect(output.isEmpty && report.errorOutput.isEmpty)
        #expect(report.peakMemoryBytes > 100_000)
        #expect(report.processorTime > .zero)
    }

    @Test("a crash is told as one", arguments: [("abort", SIGABRT), ("fault", SIGSEGV)])
    func crash(act: String, signal: Int32) async throws {
        let outcome = try await Subject.outcome(Subject.program(act))
        // A sanitizer catches some, says so, and exits.
        guard !ChildConditionsTests.isSanitized || outcome == .crashed(signal: signal) else { return }
        #expect(outcome == .crashed(signal: signal))
    }

    @Test("a child whose time is over is ended, and waited for", arguments: ["sleep", "hide-and-sleep"])
    func deadline(act: String) async throws {
        var limits = Subject.limits
        limits.time = .milliseconds(300)
        let (output, report) = try await ChildProcess.output(of: Subject.program(act), limits: limits)
        #expect(report.outcome == .timeLimit)
        #expect(!exists(try #require(output.firstNumber)))
    }

    @Test(
        "a child that computes for too long is ended, also one that will not be told",
        arguments: ["spin", "spin-on"])
    func processor(act: String) async throws {
        #expect(try await Subject.outcome(Subject.program(act)) { $0.processorSeconds = 1 } == .processorLimit)
    }

    @Test("output is taken up to its limit, and whoever writes more is ended")
    func output() async throws {
        var limits = Subject.limits
        limits.outputBytes = 100_000
        let (output, report) = try await ChildProcess.output(of: Subject.program("flood"), limits: limits)
        #expect(report.outcome == .outputLimit)
        #expect(output == [UInt8](repeating: UInt8(ascii: "x"), count: 100_000))
    }

    @Test("of standard error the beginning is kept, and the rest holds nobody up")
    func errors() async throws {
        var limits = Subject.limits
        limits.errorBytes = 10
        let loud = Subject.program("complain", "300000")
        let report = try await ChildProcess.output(of: loud, limits: limits).report
        #expect(report.outcome == .exited(code: 3))
        #expect(report.errorOutput == [UInt8](repeating: UInt8(ascii: "e"), count: 10))
    }

    @Test("a child is fed its input as fast as it takes it, and what it answers meanwhile is taken")
    func input() async throws {
        let input = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        let (output, report) = try await ChildProcess.output(
            of: Subject.program("echo", input: input), limits: Subject.limits)
        #expect(report.outcome == .exited(code: 0))
        #expect(output == input)
    }

    @Test("a child that does not read its input costs its parent nothing")
    func deaf() async throws {
        // What it would be without the care that is taken: the end of this process.
        let before = signal(SIGPIPE, SIG_DFL)
        defer { signal(SIGPIPE, before) }
        let input = [UInt8](repeating: 0, count: 1_000_000)
        #expect(try await Subject.outcome(Subject.program("deaf", input: input)) == .exited(code: 0))
    }

    @Test("who has had enough of the output ends the child")
    func enough() throws {
        var taken = 0
        let report = try ChildProcess(Subject.program("flood"), limits: Subject.limits).run { bytes in
            taken += bytes.count
            return taken > 50_000 ? .enough : .more
        }
        #expect(report.outcome == .stopped)
        #expect(taken > 50_000 && taken <= Subject.limits.outputBytes)
    }

    @Test("what a child leaves behind is ended with it, and holds nobody up")
    func leftBehind() async throws {
        var limits = Subject.limits
        limits.mayStartProcesses = true
        let (output, report) = try await ChildProcess.output(of: Subject.program("leave-behind"), limits: limits)
        #expect(report.outcome == .exited(code: 0))
        let left = try #require(output.firstNumber)
        // An orphan is waited for by another process, whenever that comes to it.
        while isRunning(left) { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test("a program that does not exist is no child, and says why")
    func missing() async throws {
        let program = ChildProgram(executable: "/nonexistent")
        await #expect(throws: StartError(errno: ENOENT)) {
            try await ChildProcess.output(of: program, limits: Subject.limits)
        }
    }

    @Test("a folder that does not exist is no place to work in")
    func noFolder() async throws {
        await #expect(throws: StartError(errno: ENOENT)) {
            try await ChildProcess.output(
                of: Subject.program("session", folder: "/nonexistent"), limits: Subject.limits)
        }
    }

    @Test("neither processes nor descriptors are left, however children end")
    func nothingIsLeft() async throws {
        let before = try openDescriptors()
        for _ in 0..<10 {
            for act in ["environment", "abort", "flood", "deaf", "sleep"] {
                _ = try await Subject.outcome(Subject.program(act, input: [1])) { limits in
                    limits.time = act == "sleep" ? .milliseconds(20) : .seconds(60)
                    limits.errorBytes = 10
                }
            }
            _ = try? await ChildProcess.output(of: ChildProgram(executable: "/nonexistent"), limits: Subject.limits)
        }
        #expect(try openDescriptors() == before)
        #expect(try ownChildren() == [])
    }

    /// Not a zombie, which is there until somebody waits for it.
    private func isRunning(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }

    private func openDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    /// Also those that ended and were not waited for.
    private func ownChildren() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").flatMap { thread in
            // A thread may end meanwhile.
            let children = try? String(contentsOfFile: "/proc/self/task/\(thread)/children", encoding: .utf8)
            return (children ?? "").split(separator: " ").map(String.init)
        }
    }
}
