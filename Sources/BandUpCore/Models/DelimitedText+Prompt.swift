extension DelimitedText {
    /// `text` from outside as it goes into a prompt: cleaned, between marker lines of its own.
    package static func rendered(_ text: String, label: StaticString, number: Int? = nil) -> String {
        DelimitedText(UntrustedText(text), label: label, number: number).rendered
    }
}
