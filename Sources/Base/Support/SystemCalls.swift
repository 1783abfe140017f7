import Glibc

/// `write(2)`, under a name that a type's own `write` does not hide.
package func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
}
