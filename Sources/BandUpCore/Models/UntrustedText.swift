/// Text from outside, freed of what a reader can't see but a model can.
///
/// Unicode's tag characters spell whole sentences that no screen shows, bidirectional controls show one order and mean
/// another: what reaches the model is to be what the learner sees. Visible text is left as it is, and so are the joiners
/// without which a word of Persian or Hindi is another one (`ZeroWidthJoiners`).
package struct UntrustedText: Sendable, Hashable {
    /// The cleaned text. Quotes in a model's answer refer to this form.
    package let text: String
    /// How many scalars were dropped.
    package let removedScalarCount: Int

    package init(_ original: String) {
        var scalars = String.UnicodeScalarView()
        var removed = 0
        var previous: Unicode.Scalar?
        let source = Array(original.unicodeScalars)
        for (index, scalar) in source.enumerated() {
            switch scalar {
            case "\u{200C}", "\u{200D}":
                if ZeroWidthJoiners.shape(source, at: index) { scalars.append(scalar) } else { removed += 1 }
            case "\n" where previous == "\r": break
            // One kind of line break; `\u{2028}` and `\u{2029}` are Unicode's own.
            case "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": scalars.append("\n")
            case _ where Self.isVisible(scalar): scalars.append(scalar)
            default: removed += 1
            }
            previous = scalar
        }
        text = String(scalars)
        removedScalarCount = removed
    }

    /// Default-ignorable scalars are the zero-width and bidirectional controls, soft hyphens, fillers, variation
    /// selectors and the whole tag block U+E0000 to U+E0FFF.
    package static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\n" || scalar == "\t" { return true }
        if scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate: return false
        default: return true
        }
    }
}
