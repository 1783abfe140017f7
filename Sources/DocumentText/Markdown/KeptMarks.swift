/// Punctuation that is to be read as it stands: each ASCII mark is put into one of Unicode's 32 noncharacters while cmark
/// works, which are neither marks nor spaces to it.
enum KeptMarks {
    private static let first: UInt32 = 0xFDD0
    private static let marks = Array("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".unicodeScalars)

    static func keep(_ text: some StringProtocol) -> String { replaced(text, kept) }

    static func restore(_ text: String) -> String { replaced(text, original) }

    static func isKept(_ scalar: Unicode.Scalar) -> Bool { scalar.value &- first < 32 }

    private static func replaced(_ text: some StringProtocol, _ change: (Unicode.Scalar) -> Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(change(scalar)) }
        return String(result)
    }

    static func kept(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard scalar.isASCII, let index = marks.firstIndex(of: scalar) else { return scalar }
        return Unicode.Scalar(first + UInt32(index)) ?? scalar
    }

    private static func original(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        isKept(scalar) ? marks[Int(scalar.value - first)] : scalar
    }
}
