import Base
import CCurl

/// One libcurl easy handle, by typed calls. It is used and freed by the loop's thread only.
struct CurlEasy {
    let handle: UnsafeMutableRawPointer

    init?() {
        guard let handle = curl_easy_init() else { return nil }
        self.handle = handle
    }

    init(_ handle: UnsafeMutableRawPointer) {
        self.handle = handle
    }

    func set(_ option: CURLoption, _ value: Int) throws(HTTPClientError) {
        try check(ccurl_set_long(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: Bool) throws(HTTPClientError) {
        try set(option, value ? 1 : 0)
    }

    func set(_ option: CURLoption, byteCount: Int) throws(HTTPClientError) {
        try check(ccurl_set_offset(handle, option, curl_off_t(byteCount)))
    }

    func set(_ option: CURLoption, milliseconds duration: Duration) throws(HTTPClientError) {
        // 0 would mean libcurl's own default: 300 seconds to connect.
        try set(option, Int(min(max(1, duration.milliseconds), Int64(Int32.max))))
    }

    func set(_ option: CURLoption, _ value: String?) throws(HTTPClientError) {
        try check(ccurl_set_string(handle, option, value))
    }

    func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) throws(HTTPClientError) {
        try check(ccurl_set_pointer(handle, option, pointer))
    }

    func integer(_ info: CURLINFO) -> Int { ccurl_get_long(handle, info) }

    func text(_ info: CURLINFO) -> String? { ccurl_get_string(handle, info).map { String(cString: $0) } }

    var activeSocket: Int32 { ccurl_get_socket(handle, CURLINFO_ACTIVESOCKET) }

    /// An option that this libcurl does not take must not be left out in silence: it may be the one that verifies.
    func check(_ code: CURLcode) throws(HTTPClientError) {
        guard code == CURLE_OK else {
            throw .transport(reason: "libcurl refused an option: \(String(cString: curl_easy_strerror(code)))")
        }
    }
}
