import BandUpCore

/// Where a file's uncompressed samples lie, and how to read them.
struct PCMSamples: Equatable {
    enum Encoding: Equatable {
        case unsigned8, signed8, signed16, signed24, signed32, float32
    }

    let encoding: Encoding
    let isBigEndian: Bool
    /// Of the file.
    let bytes: Range<Int>
    /// Samples a second, of all channels together.
    let rate: Int

    var bytesPerSample: Int {
        switch encoding {
        case .unsigned8, .signed8: 1
        case .signed16: 2
        case .signed24: 3
        case .signed32, .float32: 4
        }
    }

    /// The sample at `index` of `buffer`, from -1 to 1.
    @inline(__always)
    func value(in buffer: UnsafeBufferPointer<UInt8>, at index: Int) -> Float {
        let count = bytesPerSample
        var bits: UInt32 = 0
        for offset in 0..<count {
            bits = bits << 8 | UInt32(buffer[index + (isBigEndian ? offset : count - 1 - offset)])
        }
        switch encoding {
        case .unsigned8: return (Float(bits) - 128) / 128
        case .float32:
            let value = Float(bitPattern: bits)
            return value.isFinite ? max(-1, min(1, value)) : 0
        default:
            // Moved to the top, so that the sign bit is where Int32 has it.
            return Float(Int32(bitPattern: bits << UInt32(32 - 8 * count))) / 2_147_483_648
        }
    }
}
