// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "bandup-ai",
    products: [
        .library(name: "BandUpCore", targets: ["BandUpCore"]),
        .library(name: "BandUpLambda", targets: ["BandUpLambda"]),
        .executable(name: "WritingEvaluator", targets: ["WritingEvaluator"]),
        .executable(name: "SpeakingEvaluator", targets: ["SpeakingEvaluator"]),
        .executable(name: "FlashcardGenerator", targets: ["FlashcardGenerator"]),
        .executable(name: "S3Upload", targets: ["S3Upload"]),
    ],
    traits: [
        .trait(
            name: "Slim",
            description: "The Runtime API loop over libcurl instead of URLSession, and no full Foundation linked.")
    ],
    targets: [
        // Values, clocks, logging, metrics, JSON, errors: knows no wire. libcrypto for hashes.
        .target(name: "Base", dependencies: ["COpenSSL"]),
        // HTTP by libcurl, AWS, DynamoDB, the models, retrieval in memory.
        .target(name: "BandUpCore", dependencies: ["Base", "CCurl"]),
        // The Runtime API's loop, its events, HTTP functions.
        .target(name: "BandUpLambda", dependencies: ["BandUpCore"]),
        // Work that is claimed, done once, and read back.
        .target(name: "BandUpJobs", dependencies: ["BandUpLambda"]),
        // What IELTS is, and how models are held to it.
        .target(name: "Examining", dependencies: ["BandUpCore"]),
        // Child processes that hold nothing of this one and use no more than they are given. CIsolation starts them,
        // with calls that Swift's Glibc module leaves out.
        .target(name: "Isolation", dependencies: ["CIsolation"]),
        .target(name: "CIsolation"),
        // Text of PDF pages.
        .target(name: "PDFText", dependencies: ["Isolation", "CPoppler"]),
        // Text of documents of any kind, read in a process of its own.
        .target(
            name: "DocumentText", dependencies: ["Isolation", "PDFText", "CArchive", "CXML", "CMark", "CUchardet"]),

        .executableTarget(name: "WritingEvaluator", dependencies: ["BandUpJobs", "Examining"]),
        .executableTarget(name: "SpeakingEvaluator", dependencies: ["BandUpJobs", "Examining"]),
        .executableTarget(
            name: "FlashcardGenerator", dependencies: ["BandUpJobs", "Examining", "DocumentText", "Isolation"]),
        .executableTarget(name: "S3Upload", dependencies: ["BandUpJobs"]),

        // curl_easy_setopt is variadic, which Swift can't call: CCurl is the thin C shim around libcurl.
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Libraries that read documents, loaded by the process that reads one and not at every start: poppler brings 77
        // others, libxml2 ICU. CLoader is how, and tells in the executable which they are.
        .target(name: "CLoader"),
        .target(name: "CPoppler", dependencies: ["CLoader"]),
        .target(name: "CArchive", dependencies: ["CLoader"]),
        .target(name: "CXML", dependencies: ["CLoader"]),
        .target(name: "CMark", dependencies: ["CLoader"]),
        .target(name: "CUchardet", dependencies: ["CLoader"]),

        // Clocks, fakes and hostile texts that several test targets share.
        .target(
            name: "TestSupport", dependencies: ["BandUpJobs", "Examining", "SanitizerSupport"],
            path: "Tests/TestSupport"),
        // Empty but in a thread sanitizer build.
        .target(name: "SanitizerSupport", path: "Tests/Sanitizers", exclude: ["leaks.txt", "threads.txt"]),
        .testTarget(name: "BaseTests", dependencies: ["Base", "TestSupport"], resources: [.copy("Golden")]),
        .testTarget(
            name: "BandUpCoreTests", dependencies: ["BandUpCore", "TestSupport"], resources: [.copy("Golden")]),
        .testTarget(
            name: "BandUpLambdaTests", dependencies: ["BandUpLambda", "TestSupport"], resources: [.copy("Golden")]),
        .testTarget(name: "BandUpJobsTests", dependencies: ["BandUpJobs", "TestSupport"]),
        .testTarget(name: "ExaminingTests", dependencies: ["Examining", "TestSupport"]),
        .testTarget(name: "IsolationTests", dependencies: ["Isolation"]),
        .testTarget(
            name: "DocumentTextTests", dependencies: ["DocumentText", "CHeaderCheck"], resources: [.copy("Golden")]),
        .testTarget(name: "PDFTextTests", dependencies: ["PDFText", "CHeaderCheck"], resources: [.copy("Golden")]),
        // Holds what CPoppler, CArchive, CXML, CMark and CUchardet declare to the libraries' own headers; compiling it is the test.
        .target(
            name: "CHeaderCheck",
            dependencies: [
                "CPoppler", "CArchive", "CXML", "CMark", "CUchardet", "PopplerHeaders", "ArchiveHeaders", "XMLHeaders",
                "CommonMarkHeaders", "UchardetHeaders",
            ],
            path: "Tests/CHeaders/Check"),
        .systemLibrary(
            name: "PopplerHeaders", path: "Tests/CHeaders/Poppler", pkgConfig: "poppler-glib",
            providers: [.apt(["libpoppler-glib-dev"])]),
        .systemLibrary(
            name: "ArchiveHeaders", path: "Tests/CHeaders/Archive", pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(
            name: "XMLHeaders", path: "Tests/CHeaders/XML", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(
            name: "CommonMarkHeaders", path: "Tests/CHeaders/CommonMark", pkgConfig: "libcmark",
            providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(
            name: "UchardetHeaders", path: "Tests/CHeaders/Uchardet", pkgConfig: "uchardet",
            providers: [.apt(["libuchardet-dev"])]),
        .testTarget(name: "WritingEvaluatorTests", dependencies: ["WritingEvaluator", "TestSupport"]),
        .testTarget(
            name: "SpeakingEvaluatorTests", dependencies: ["SpeakingEvaluator", "TestSupport"],
            resources: [.copy("Golden")]),
        .testTarget(name: "FlashcardGeneratorTests", dependencies: ["FlashcardGenerator", "TestSupport"]),
        .testTarget(name: "S3UploadTests", dependencies: ["S3Upload", "TestSupport"]),
        // Made-up input for everything that reads input from outside; `make fuzz` runs a million of each.
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "BandUpCore", "DocumentText", "FlashcardGenerator", "S3Upload", "SpeakingEvaluator", "WritingEvaluator",
                "TestSupport",
            ],
            exclude: ["campaign.py"]),
    ],
    swiftLanguageModes: [.v6]
)

// Swift as it is going to be: `any` is said, and a file names the modules that it uses, and which of them its interface
// shows.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]
}

// Builds only the named test targets: BANDUP_TESTS="PDFTextTests DocumentTextTests" swift test. `make fuzz` needs it, as
// the compiler (6.3.1) can't build the asynchronous fixtures of other test targets optimised.
if let wanted = Context.environment["BANDUP_TESTS"]?.split(separator: " ").map(String.init), !wanted.isEmpty {
    package.targets.removeAll { $0.type == .test && !wanted.contains($0.name) }
}
