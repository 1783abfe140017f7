// swift-tools-version: 6.1
import PackageDescription

// Parts of the modules by themselves, through their public interface, built as the functions are.
let package = Package(
    name: "micro",
    dependencies: [.package(name: "bandup-ai", path: "../..")],
    targets: [
        .executableTarget(name: "Micro", dependencies: [.product(name: "BandUpCore", package: "bandup-ai")]),
        .executableTarget(name: "EchoFunction", dependencies: [.product(name: "BandUpLambda", package: "bandup-ai")]),
        .executableTarget(name: "FirstCall", dependencies: [.product(name: "BandUpCore", package: "bandup-ai")]),
    ],
    swiftLanguageModes: [.v6]
)
