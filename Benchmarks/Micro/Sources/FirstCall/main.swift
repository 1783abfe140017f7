import BandUpCore
import FoundationEssentials
import Glibc

// Some HTTPS calls of a fresh process with the functions' transport: FirstCall URL COUNT prints each one's
// microseconds. AWS_CA_BUNDLE names the authorities, as for the functions.
let arguments = CommandLine.arguments
guard arguments.count == 3, let endpoint = HTTPEndpoint(arguments[1]), let count = Int(arguments[2]) else { exit(2) }
let clock = ContinuousClock()
var start = clock.now
let http = CurlHTTPClient(environment: .process)
for call in 0..<count {
    if call > 0 { start = clock.now }
    _ = try await http.send(HTTPRequest(.get, endpoint), timeouts: HTTPTimeouts(total: .seconds(30)), into: .memory)
    print((clock.now - start) / .microseconds(1))
}
