import Glibc

/// The reading process's side: the same executable, started again with an argument, reads one document and ends.
package enum DocumentReaderProcess {
    static let argument = "--read-document"

    /// To be called first in `main`. Returns at once unless this process was started to read a document.
    package static func runIfAsked() {
        guard CommandLine.argc > 1 else { return }
        let arguments = CommandLine.arguments
        guard arguments.count == 6, arguments[1] == argument else { return }
        let numbers = arguments[3...].compactMap { Int($0) }
        guard numbers.count == 3 else { exit(2) }
        let limits = DocumentLimits(bytes: numbers[0], pages: numbers[1], characters: numbers[2])
        send(.ready)
        send(outcome(arguments[2], limits))
        exit(0)
    }

    static func arguments(path: String, limits: DocumentLimits) -> [String] {
        let numbers = [limits.bytes, limits.pages, limits.characters]
        return [argument, path] + numbers.map(String.init)
    }

    private static func outcome(_ path: String, _ limits: DocumentLimits) -> ReaderMessage {
        do throws(DocumentError) {
            try DocumentFile.read(path, limits) { send(.page($0)) }
            return .finished
        } catch {
            return .failed(error)
        }
    }

    /// Ends the process where nobody reads any more.
    private static func send(_ message: ReaderMessage) {
        message.encoded.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = write(STDOUT_FILENO, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
                if count > 0 {
                    sent += count
                } else if count < 0, errno != EINTR {
                    exit(4)
                }
            }
        }
    }
}
