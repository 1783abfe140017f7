// swift-tools-version: 6.1
import PackageDescription

// Parts of BandUpCore by themselves, through its public interface, built as the functions are.
let package = Package(
    name: "micro",
    dependencies: [.package(name: "bandup-ai", path: "../..")],
    targets: [
        .executableTarget(name: "Micro", dependencies: [.product(name: "BandUpCore", package: "bandup-ai")]),
        .executableTarget(name: "EchoFunction", dependencies: [.product(name: "BandUpCore", package: "bandup-ai")]),
        .executableTarget(name: "FirstCall", dependencies: [.product(name: "BandUpCore", package: "bandup-ai")]),
    ],
    swiftLanguageModes: [.v6]
)
