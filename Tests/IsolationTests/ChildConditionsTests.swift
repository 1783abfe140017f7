import Foundation
import Isolation
import Testing

/// What a child finds around it.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct ChildConditionsTests {
    static let isSanitized = ProcessInfo.processInfo.environment["SANITIZER"] != nil

    @Test("a child has the environment that it is given and nothing of its parent's")
    func environment() async throws {
        setenv("BANDUP_SECRET_OF_THE_PARENT", "x", 1)
        #expect(try await Subject.lines(Subject.program("environment")) == ["ONLY=this"])
    }

    @Test("a child has no descriptor but the three, also where its parent forgot to close one on execution")
    func descriptors() async throws {
        let forgotten = dup(0)
        defer { close(forgotten) }
        #expect(forgotten > 2)
        #expect(try await Subject.lines(Subject.program("descriptors")) == ["0", "1", "2"])
    }

    @Test("a child has a session and a process group of its own, and works where it is told to")
    func session() async throws {
        let folder = try TemporaryFolder()
        let lines = try await Subject.lines(Subject.program("session", folder: folder.path))
        #expect(lines == ["session done", "group done", "folder \(folder.path)"])
    }

    @Test("a child's signals are at their defaults, whatever its parent ignores or blocks")
    func signals() async throws {
        let before = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, before) }
        let status = ChildProgram(executable: "/bin/cat", arguments: ["/proc/self/status"])
        let lines = try await Subject.lines(status)
        #expect(lines.contains("SigBlk:\t0000000000000000"))
        #expect(lines.contains("SigIgn:\t0000000000000000"))
    }

    @Test("the kernel's limits are those of the specification, and no core is dumped")
    func limits() async throws {
        let lines = try await Subject.lines(Subject.program("limits")) { limits in
            limits.processorSeconds = 7
            limits.memoryBytes = 900 << 20
            limits.fileBytes = 4096
            limits.descriptors = 20
        }
        #expect(lines.contains("core 0 0"))
        #expect(lines.contains("file 4096 4096"))
        #expect(lines.contains("descriptors 20 20"))
        #expect(lines.contains("processor 7 8"))
        guard !Self.isSanitized else { return }
        #expect(lines.contains("memory \(900 << 20) \(900 << 20)"))
        #expect(lines.contains("processes 1 1"))
    }

    @Test(
        "memory beyond the limit is refused, and within it is had",
        .enabled(if: !isSanitized, "a sanitizer's memory has no limit"))
    func memory() async throws {
        let hungry = Subject.program("memory", "\(200 << 20)")
        #expect(try await Subject.lines(hungry) { $0.memoryBytes = 100 << 20 } == ["memory ENOMEM"])
        #expect(try await Subject.lines(hungry) { $0.memoryBytes = 400 << 20 } == ["memory done"])
    }

    @Test("a child writes files only where it may and as large as it may")
    func files() async throws {
        let folder = try TemporaryFolder()
        let writing = Subject.program("file", "\(folder.path)/made", folder: folder.path)
        let refused = try await Subject.lines(writing)
        #expect(refused.count == 1 && refused != ["write done"])
        #expect(try await Subject.lines(writing) { $0.fileBytes = 1 } == ["write done"])
    }

    @Test(
        "a child starts neither processes nor threads unless it may",
        .enabled(if: !isSanitized, "a sanitizer has threads of its own"))
    func processes() async throws {
        #expect(try await Subject.lines(Subject.program("multiply")) == ["process EAGAIN", "thread EAGAIN"])
        let allowed = try await Subject.lines(Subject.program("multiply")) { $0.mayStartProcesses = true }
        #expect(allowed == ["process done", "thread done"])
    }
}

/// A folder that is gone with its last user.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("bandup-isolation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
