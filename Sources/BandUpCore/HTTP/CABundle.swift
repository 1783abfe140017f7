import Base
import Glibc

/// The certificate authorities that servers are verified against: one file in PEM form.
///
/// It has to be chosen at run time: the executables are built on Debian, whose libcurl looks at Debian's path only, and
/// run on Amazon Linux, which has the file elsewhere.
enum CABundle: Sendable, Equatable {
    case file(String)
    /// No file to verify against; `reason` says where it was looked for. Every https request fails with it, http works.
    case missing(reason: String)

    /// Amazon Linux (and Fedora) first, because that is where the functions run, then Debian (and Ubuntu).
    static let systemPaths = ["/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt"]

    /// `AWS_CA_BUNDLE`, as the AWS SDKs read it, else the first of `systemPaths` that can be read.
    ///
    /// A bundle that the operator names and that can't be read is not replaced by the system's: who restricts the
    /// authorities must not get more of them by a typing error.
    init(environment: Environment, isReadable: (String) -> Bool = { access($0, R_OK) == 0 }) {
        if let path = environment["AWS_CA_BUNDLE"] {
            self = isReadable(path) ? .file(path) : .missing(reason: "AWS_CA_BUNDLE names no readable file")
        } else if let path = Self.systemPaths.first(where: isReadable) {
            self = .file(path)
        } else {
            let tried = Self.systemPaths.joined(separator: " nor ")
            self = .missing(reason: "no CA bundle: AWS_CA_BUNDLE is not set, and neither \(tried) can be read")
        }
    }
}
