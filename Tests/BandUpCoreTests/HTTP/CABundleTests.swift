import Base
import Testing

@testable import BandUpCore

@Suite struct CABundleTests {
    @Test(
        "the operator's bundle comes first, then Amazon Linux's, then Debian's",
        arguments: [
            (
                ["AWS_CA_BUNDLE": "/own.pem"], ["/own.pem", "/etc/pki/tls/certs/ca-bundle.crt"],
                CABundle.file("/own.pem")
            ),
            (
                [:], ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"],
                .file("/etc/pki/tls/certs/ca-bundle.crt")
            ),
            (
                ["AWS_CA_BUNDLE": ""], ["/etc/ssl/certs/ca-certificates.crt"],
                .file("/etc/ssl/certs/ca-certificates.crt")
            ),
        ])
    func order(variables: [String: String], readable: [String], expected: CABundle) {
        #expect(CABundle(environment: Environment(variables), isReadable: readable.contains) == expected)
    }

    @Test("a named bundle that can't be read is not replaced by the system's")
    func unreadable() {
        let bundle = CABundle(environment: Environment(["AWS_CA_BUNDLE": "/own.pem"])) { $0 != "/own.pem" }
        #expect(bundle == .missing(reason: "AWS_CA_BUNDLE names no readable file"))
    }

    @Test("where there is none, the reason names every place that was tried")
    func missing() {
        guard case .missing(let reason) = CABundle(environment: Environment([:]), isReadable: { _ in false }) else {
            Issue.record("found one")
            return
        }
        for place in ["AWS_CA_BUNDLE"] + CABundle.systemPaths { #expect(reason.contains(place)) }
    }
}
