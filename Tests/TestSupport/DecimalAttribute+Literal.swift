package import BandUpCore
import FoundationEssentials

extension DecimalAttribute: ExpressibleByStringLiteral {
    /// What a record holds: `"6.5"`. A text that is no number equals nothing that is stored.
    package init(stringLiteral text: String) {
        self = DecimalAttribute(text) ?? DecimalAttribute(0, text: text)
    }
}
