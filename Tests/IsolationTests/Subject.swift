import Foundation
import Isolation

/// The program that does one thing a child might do; `make setup` builds it.
enum Subject {
    static let path: String = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder.appendingPathComponent(".local/bin/isolation-subject").path
    }()

    /// Roomy enough for everything that is to succeed.
    static let limits = ChildLimits(
        time: .seconds(60), processorSeconds: 30, memoryBytes: 1 << 30, outputBytes: 1 << 20)

    static func program(_ arguments: String..., input: [UInt8] = [], folder: String? = nil) -> ChildProgram {
        ChildProgram(
            executable: path, arguments: arguments, environment: ["ONLY": "this"], folder: folder, input: input)
    }

    /// The lines that it says.
    static func lines(
        _ program: ChildProgram, _ change: (inout ChildLimits) -> Void = { _ in }
    ) async throws -> [String] {
        var limits = limits
        change(&limits)
        let (output, _) = try await ChildProcess.output(of: program, limits: limits)
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// How it came to its end.
    static func outcome(
        _ program: ChildProgram, _ change: (inout ChildLimits) -> Void = { _ in }
    ) async throws -> ChildOutcome {
        var limits = limits
        change(&limits)
        return try await ChildProcess.output(of: program, limits: limits).report.outcome
    }
}

/// Whether a process exists, be it one that is ended and not waited for.
func exists(_ process: pid_t) -> Bool { kill(process, 0) == 0 }

extension [UInt8] {
    /// The number that a subject says first.
    var firstNumber: pid_t? {
        pid_t(String(decoding: prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
