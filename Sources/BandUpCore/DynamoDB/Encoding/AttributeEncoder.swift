/// The `Encoder` that one value's `encode(to:)` gets.
struct AttributeEncoder: Encoder {
    let sink: AttributeSink
    let frame: EncodingFrame.ID

    var codingPath: [any CodingKey] { sink.text.path }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        open(.map)
        return KeyedEncodingContainer(KeyedAttributeWriter<Key>(sink: sink, frame: frame))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        open(.list)
        return UnkeyedAttributeWriter(sink: sink, frame: frame)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleAttributeWriter(sink: sink, frame: frame)
    }

    private func open(_ content: EncodingFrame.Content) {
        do throws(EncodingError) {
            try sink.text.open(content, frame)
        } catch {
            sink.text.fail(error)
        }
    }

    /// The encoder and containers of a nested container's or super encoder's sink.
    init(sink: AttributeSink, frame: EncodingFrame.ID) {
        self.sink = sink
        self.frame = frame
    }

    init(rootOf sink: AttributeSink) {
        self.init(sink: sink, frame: EncodingFrame.ID(position: 0, serial: 1))
    }
}
