import Foundation
import Isolation
import Testing

/// Measures that a kernel may refuse: these hold on a developer's machine, and behind as-lambda where they are refused.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct ConfinementTests {
    private static let missing = Confinement.probe().missing

    @Test("the probe says of the filter what a child finds")
    func filter() async throws {
        let lines = try await Subject.lines(Subject.program("reach"))
        if Self.missing.contains(.systemCallFilter) {
            #expect(lines.first == "socket done")
        } else {
            #expect(lines == ["socket EPERM", "signal EPERM", "memory EPERM", "limit EPERM", "itself done"])
        }
    }

    @Test("the probe says of Landlock what a child finds")
    func landlock() async throws {
        let folder = try TemporaryFolder()
        let lines = try await Subject.lines(Subject.program("change-folder", "\(folder.path)/made"))
        let isMade = FileManager.default.fileExists(atPath: "\(folder.path)/made")
        #expect(isMade == Self.missing.contains(.landlock))
        #expect(lines == [isMade ? "make done" : "make EACCES", "null done"])
    }

    @Test("the probe says of no_new_privs what a child finds")
    func noNewPrivileges() async throws {
        let status = ChildProgram(executable: "/bin/cat", arguments: ["/proc/self/status"])
        let found = try await Subject.lines(status).contains("NoNewPrivs:\t1")
        #expect(found != Self.missing.contains(.noNewPrivileges))
    }

    @Test("a child of the same user can't read its parent's environment, which another process can")
    func hiddenMemory() async throws {
        #expect(!Self.missing.contains(.hiddenMemory))
        let lines = try await Subject.lines(Subject.program("parent-as-nobody")) { $0.mayStartProcesses = true }
        #expect(lines == ["environment done", "environment EACCES"])
    }

    @Test("probing leaves this process as it was")
    func probing() throws {
        let before = try status()
        _ = Confinement.probe()
        #expect(try status() == before)
    }

    @Test("what is missing is told once")
    func notice() {
        let notice = ConfinementNotice()
        #expect(notice.take()?.missing == Self.missing)
        #expect(notice.take() == nil)
    }

    private func status() throws -> [String] {
        try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("NoNewPrivs") || $0.hasPrefix("Seccomp") }
    }
}
