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

    /// Nil where there are none that could be read.
    init?(_ encoding: Encoding?, isBigEndian: Bool, bytes: Range<Int>, channels: Int, rate: Int) {
        guard let encoding, (1...32).contains(channels), (1000...768_000).contains(rate), !bytes.isEmpty else {
            return nil
        }
        (self.encoding, self.isBigEndian, self.bytes) = (encoding, isBigEndian, bytes)
        self.rate = rate * channels
    }

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

    /// The mean square of some samples without their mean, as a constant offset is no sound.
    func power(in buffer: UnsafeBufferPointer<UInt8>, from start: Int, byteCount: Int) -> Float {
        let width = bytesPerSample
        // Counted from the first sample, so that an offset takes nothing of a small difference's precision.
        let first = value(in: buffer, at: start)
        var sum: Float = 0
        var squares: Float = 0
        for index in stride(from: start, to: start + byteCount, by: width) {
            let value = value(in: buffer, at: index) - first
            sum += value
            squares += value * value
        }
        let count = Float(byteCount / width)
        return max(0, squares / count - (sum / count) * (sum / count))
    }
}
