import Base
import Foundation
import TestSupport

@testable import BandUpCore

/// An HTTPS server in a process of its own, with a certificate for 127.0.0.1 that a freshly made authority has signed.
final class TLSServer {
    let port: Int
    /// The authority's certificate, for `AWS_CA_BUNDLE`.
    let authorityPath: String
    private let folder: TemporaryFolder
    private let process: Process

    /// HTTP/1.1, by Python: answers with the request's body, says whether the TLS session was resumed, and
    /// from which port the request came.
    convenience init() async throws {
        try await self.init { folder, port in
            ("/usr/bin/env", ["python3", "-c", Self.script, "\(folder)/server.pem", "\(folder)/server.key", "\(port)"])
        }
    }

    /// HTTP/2, by nghttpx, in front of an HTTP/1.1 server.
    convenience init(http2ProxyTo origin: Int) async throws {
        try await self.init { folder, port in
            (
                "/usr/sbin/nghttpx",
                [
                    "--conf=/dev/null", "--frontend=127.0.0.1,\(port)", "--backend=127.0.0.1,\(origin)", "--workers=1",
                    "--errorlog-file=/dev/null", "--single-process", "\(folder)/server.key", "\(folder)/server.pem",
                ]
            )
        }
    }

    private init(_ command: (_ folder: String, _ port: Int) -> (String, [String])) async throws {
        folder = try TemporaryFolder()
        try await Self.makeCertificates(in: folder.path)
        authorityPath = "\(folder.path)/ca.pem"
        port = try Self.freePort()
        let (executable, arguments) = command(folder.path, port)
        process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        let client = CurlHTTPClient(environment: Environment([:]))
        for _ in 0..<500 {
            // It listens once a handshake fails for lack of trust, and not for lack of a listener.
            do throws(HTTPClientError) {
                _ = try await client.answer(to: HTTPRequest(.get, endpoint()))
            } catch {
                if case .tls = error { return }
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw POSIXError(.ETIMEDOUT)
    }

    deinit {
        // Not SIGTERM: threads of the concurrency pool have it blocked, and child processes inherit that.
        kill(process.processIdentifier, SIGKILL)
    }

    func endpoint(host: String = "127.0.0.1") -> HTTPEndpoint {
        HTTPEndpoint(scheme: .https, host: host, port: port)
    }

    /// Below the range from which the system picks: until the process listens there, no other test gets the port.
    private static func freePort() throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: 20_000..<32_000)
            if let (descriptor, _) = try? ScriptedServer.listen(on: port, backlog: 1) {
                close(descriptor)
                return port
            }
        }
        throw POSIXError(.EADDRNOTAVAIL)
    }

    private static func makeCertificates(in folder: String) async throws {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        try await openssl(
            ["req", "-x509"] + key + [
                "-subj", "/CN=BandUp test CA", "-keyout", "\(folder)/ca.key", "-out", "\(folder)/ca.pem",
            ])
        try await openssl(
            ["req", "-x509"] + key + [
                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-addext",
                "basicConstraints=critical,CA:FALSE", "-CA", "\(folder)/ca.pem", "-CAkey", "\(folder)/ca.key",
                "-keyout",
                "\(folder)/server.key", "-out", "\(folder)/server.pem",
            ])
    }

    private static func openssl(_ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else { throw POSIXError(.ENOEXEC) }
    }

    private static let script = """
        import http.server, ssl, sys

        class Echo(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def echo(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("X-Resumed", str(self.connection.session_reused))
                self.send_header("X-Client-Port", str(self.client_address[1]))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_PUT = do_POST = echo

            def log_message(self, *arguments):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *arguments):
                pass

            def finish_request(self, request, address):
                super().finish_request(context.wrap_socket(request, server_side=True), address)

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        Server(("127.0.0.1", int(sys.argv[3])), Echo).serve_forever()
        """
}
