import BandUpCore

/// Tells whether a quote stands in an essay.
enum QuoteFinder {
    /// White space, kinds of quotation marks and dashes are forgiven, as models set them their own way, and so is what
    /// can't be seen, as models are not shown it; everything else must be there, scalar for scalar.
    static func occurs(_ quote: String, in essay: String) -> Bool {
        let needle = folded(quote)
        return !needle.isEmpty && folded(essay).contains(needle)
    }

    private static func folded(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var spaceIsPending = false
        for scalar in UntrustedText(text).text.unicodeScalars {
            if scalar.properties.isWhitespace {
                spaceIsPending = !result.isEmpty
                continue
            }
            if spaceIsPending {
                result.append(" ")
                spaceIsPending = false
            }
            result.append(plain(scalar))
        }
        return String(result)
    }

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{201A}", "\u{2032}", "`", "\u{00B4}": "'"
        case "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}", "\u{00BB}", "\u{2033}": "\""
        case "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}": "-"
        default: scalar
        }
    }
}
