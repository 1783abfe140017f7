/// Sum of the products of two vectors of equal length.
///
/// Written with explicit vectors: the compiler may not reorder floating-point additions by itself, so the plain loop
/// stays scalar. Two accumulators hide the latency of the additions.
@inline(__always)
func dotProduct(_ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>) -> Float {
    let count = min(left.count, right.count)
    let (leftBytes, rightBytes) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
    var first = SIMD8<Float>.zero
    var second = SIMD8<Float>.zero
    var index = 0
    while index + 16 <= count {
        let byte = index * MemoryLayout<Float>.stride
        first +=
            leftBytes.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self)
            * rightBytes.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self)
        second +=
            leftBytes.loadUnaligned(fromByteOffset: byte + 32, as: SIMD8<Float>.self)
            * rightBytes.loadUnaligned(fromByteOffset: byte + 32, as: SIMD8<Float>.self)
        index += 16
    }
    var sum = (first + second).sum()
    while index < count {
        sum += left[index] * right[index]
        index += 1
    }
    return sum
}
