import Base
import CCurl

/// How libcurl is told what to send, and how strictly.
extension CurlTransfer {
    func configure(_ easy: CurlEasy, for engine: CurlEngine) throws(HTTPClientError) {
        self.easy = easy
        self.engine = engine
        try easy.set(CURLOPT_URL, request.url)
        try easy.set(CURLOPT_ERRORBUFFER, pointer: UnsafeMutableRawPointer(errorText))
        try easy.set(CURLOPT_SHARE, pointer: engine.share)
        try configureMethod(of: easy)
        try configureHeaders(of: easy)
        try configureConnection(of: easy, engine.policy)
        try configureTLS(of: easy)
        try installCallbacks(on: easy)
    }

    private func configureMethod(of easy: CurlEasy) throws(HTTPClientError) {
        try easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        // S3 keys may hold `..`, and the signature covers them.
        try easy.set(CURLOPT_PATH_AS_IS, true)
        try easy.set(CURLOPT_FOLLOWLOCATION, false)
        switch request.method {
        case .head:
            try easy.set(CURLOPT_NOBODY, true)
        case .get where contentLength == 0:
            try easy.set(CURLOPT_HTTPGET, true)
        case .delete where contentLength == 0:
            try easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        case .get, .post, .put, .patch, .delete:
            // An upload, POST included: libcurl's own POST would add a form's content type.
            try easy.set(CURLOPT_UPLOAD, true)
            try easy.set(CURLOPT_INFILESIZE_LARGE, byteCount: contentLength)
            try easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private func configureHeaders(of easy: CurlEasy) throws(HTTPClientError) {
        // A name and a colon take out what libcurl would add: `Accept: */*`, and the wait for "100 Continue".
        var lines = ["Expect:"]
        if request.headers["accept"] == nil { lines.append("Accept:") }
        for field in request.headers.fields where !field.name.equalsIgnoringASCIICase("content-length") {
            let isBlank = field.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            // A semicolon is libcurl's sign for a header with an empty value.
            lines.append(isBlank ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        for line in lines {
            guard let longer = curl_slist_append(headerList, line) else {
                throw .transport(reason: "out of memory")
            }
            headerList = longer
        }
        try easy.set(CURLOPT_HTTPHEADER, pointer: headerList.map { UnsafeMutableRawPointer($0) })
    }

    private func configureConnection(
        of easy: CurlEasy, _ policy: CurlConnectionPolicy
    ) throws(HTTPClientError) {
        try easy.set(CURLOPT_NOSIGNAL, true)
        // No proxy, whatever the environment says: Lambda has none, and one must not see loopback traffic or keys.
        try easy.set(CURLOPT_PROXY, "")
        try easy.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds: timeouts.connect)
        // Without it a cancelled transfer would wait for its resolver's thread, which nothing can interrupt.
        try easy.set(CURLOPT_QUICK_EXIT, true)
        try easy.set(CURLOPT_MAXAGE_CONN, Int(policy.reuse.seconds))
        try easy.set(CURLOPT_TCP_KEEPALIVE, true)
        try easy.set(CURLOPT_TCP_KEEPIDLE, Int(policy.keepAliveIdle.seconds))
        try easy.set(CURLOPT_TCP_KEEPINTVL, Int(policy.keepAliveInterval.seconds))
        try easy.check(
            ccurl_set_unacknowledged_limit(easy.handle, UInt32(policy.unacknowledged.milliseconds)))
        // libcurl repeats a request by itself on reused connections only. Whether a POST without a body had been sent
        // by then can't be told: it is kept off them.
        let isBareToRepetition = !isIdempotent && contentLength == 0
        try easy.set(CURLOPT_FRESH_CONNECT, isBareToRepetition)
        try easy.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
    }

    private func configureTLS(of easy: CurlEasy) throws(HTTPClientError) {
        try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
        try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        try easy.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if case .file(let path) = caBundle {
            try easy.set(CURLOPT_CAINFO, path)
        }
        // Debian's libcurl would trust /etc/ssl/certs besides.
        try easy.set(CURLOPT_CAPATH, nil as String?)
        // The parsed bundle is kept for the life of the loop: it costs about 16 ms to load.
        try easy.set(CURLOPT_CA_CACHE_TIMEOUT, -1)
    }
}
