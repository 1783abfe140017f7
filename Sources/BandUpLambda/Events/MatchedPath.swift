import BandUpCore
/// The path that a gateway matched with a resource, out of the path that a client asked for: behind a custom domain a base
/// path or a mapping key stands before it, which is no route's.
struct MatchedPath {
    let path: String

    /// - Parameters:
    ///   - asked: as the event has it, without the stage.
    ///   - resource: the pattern that the gateway matched: `/writing/evaluations/{id}`, `/writing/{proxy+}`. Nil, or of
    ///     another form, where it says nothing (`$default`): then the path is as it was asked for.
    ///   - proxy: what the gateway took for `{proxy+}`, which tells how many segments that is.
    init(_ asked: String, resource: String?, proxy: String?) {
        path = resource.flatMap { Self.tail(of: asked, matching: $0, proxy: proxy) } ?? asked
    }

    private static func tail(of asked: String, matching resource: String, proxy: String?) -> String? {
        guard asked.hasPrefix("/"), resource.hasPrefix("/") else { return nil }
        let segments = asked.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        var pattern = resource.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        let isGreedy = pattern.last?.hasSuffix("+}") == true
        if isGreedy { pattern.removeLast() }
        func matches(at offset: Int) -> Bool {
            zip(pattern, segments[offset...]).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        let offset: Int?
        if isGreedy {
            let candidates = (0..<max(0, segments.count - pattern.count)).filter(matches)
            let told = proxy?.split(separator: "/", omittingEmptySubsequences: false).count
            offset = candidates.first { segments.count - pattern.count - $0 == told } ?? candidates.first
        } else {
            let last = segments.count - pattern.count
            offset = last >= 0 && matches(at: last) ? last : nil
        }
        return offset.map { "/" + segments[$0...].joined(separator: "/") }
    }
}
