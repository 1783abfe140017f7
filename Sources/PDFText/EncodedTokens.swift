/// Tells data that is written in letters (base64) from shapes that are taken for letters: both have words of no language.
enum EncodedTokens {
    /// Bytes without a space: no word is as long.
    private static let leastLength = 40

    /// Base64 of anything has about seven digits in a hundred or more, and as many capitals as small letters; numbers of
    /// shapes, shifted by a constant, keep the letters' own distribution.
    static func hold(mostOf text: UnsafeBufferPointer<UInt8>) -> Bool {
        var all = 0
        var (small, capital, digits) = (0, 0, 0)
        var token = (small: 0, capital: 0, digits: 0, signs: 0, isPlain: true)
        func length() -> Int { token.small + token.capital + token.digits + token.signs }
        func close() {
            if token.isPlain, length() >= leastLength {
                small += token.small
                capital += token.capital
                digits += token.digits
            }
            token = (0, 0, 0, 0, true)
        }
        for byte in text {
            if byte > 0x20 { all += 1 }
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): token.small += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): token.capital += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"): token.digits += 1
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "_"):
                token.signs += 1
            case 0x00...0x20: close()
            default: token.isPlain = false
            }
        }
        close()
        let encoded = small + capital + digits
        return encoded * 2 > all && digits * 25 >= encoded && small * 5 >= encoded && capital * 5 >= encoded
    }
}
