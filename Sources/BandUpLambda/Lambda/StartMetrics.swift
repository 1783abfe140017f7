package import Base

extension Metric {
    package static let coldStart = Metric("ColdStart")
    package static let initDuration = Metric("InitDuration", .milliseconds)
}
