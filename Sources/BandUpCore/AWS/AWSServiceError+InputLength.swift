extension AWSServiceError {
    /// The share of the input that the model would have taken, where it was refused as too long; nil for other refusals.
    ///
    /// Titan says `Too many input tokens. Max input tokens: 8192, request input token count: 9123`, the gateway before it
    /// `expected maxLength: 50000, actual: 60001`. A half where there are no such figures.
    var shareOfInputTaken: Double? {
        guard status == 400, code == "ValidationException" else { return nil }
        let text = message.lowercased()
        guard ["too many input tokens", "maxlength", "too long", "input is too large"].contains(where: text.contains)
        else { return nil }
        let figures = text.split { !("0"..."9").contains($0) }.compactMap { Int($0) }.suffix(2)
        guard let most = figures.first, let actual = figures.last, 0 < most, most < actual else { return 0.5 }
        return Double(most) / Double(actual)
    }
}
