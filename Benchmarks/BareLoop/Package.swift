// swift-tools-version: 6.1
import PackageDescription

// What the functions are measured against: the least that a Lambda function can be, and a first HTTPS call.
let package = Package(
    name: "bare-loop",
    targets: [
        .executableTarget(name: "BareLoop"),
        .executableTarget(name: "CurlLoop", linkerSettings: [.linkedLibrary("curl")]),
        .executableTarget(name: "CurlCall", linkerSettings: [.linkedLibrary("curl")]),
    ],
    swiftLanguageModes: [.v6]
)
