import CCurl

/// What libcurl's result code means for the caller.
enum CurlOutcome {
    /// Codes of a connection that broke while it carried the request or the response.
    static func isConnectionLoss(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND:
            true
        default: false
        }
    }

    static func error(_ code: CURLcode, of transfer: CurlTransfer) -> HTTPClientError {
        // Why our own callback stopped the transfer says more than that it was stopped.
        if let failure = transfer.receiver.failure ?? transfer.bodyFailure { return failure }
        let host = transfer.request.endpoint.host
        let detail = String(cString: transfer.errorText)
        if isConnectionLoss(code) || (transfer.wasSentWholeBefore && code == CURLE_ABORTED_BY_CALLBACK) {
            return .connectionLost(requestMayHaveArrived: transfer.mayHaveArrived)
        }
        let failure = connectFailure(code, detail: detail, host: host)
        // The second connection of a request whose first one may have carried all of it.
        if failure != nil, transfer.mayHaveArrived { return .connectionLost(requestMayHaveArrived: true) }
        // libcurl's fixed words: its detail may quote the URL.
        return failure ?? .transport(reason: String(cString: curl_easy_strerror(code)))
    }

    /// Nil for results that have nothing to do with coming to a connection.
    private static func connectFailure(_ code: CURLcode, detail: String, host: String) -> HTTPClientError? {
        // Detail names the host, the port and the certificate's subject, and nothing of the request.
        let reason = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return .nameResolution(host: host)
        case CURLE_COULDNT_CONNECT: return .connect(host: host, reason: reason)
        case CURLE_OPERATION_TIMEDOUT: return .timedOut(.connect)
        case CURLE_SSL_CONNECT_ERROR:
            return isBrokenHandshake(detail) ? .connect(host: host, reason: reason) : .tls(host: host, reason: reason)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            return .tls(host: host, reason: reason)
        default:
            return nil
        }
    }

    /// A handshake that the network cut, and not one that the peer or we refused, which OpenSSL reports with a code
    /// (`error:…`). libcurl has one result for both.
    private static func isBrokenHandshake(_ detail: String) -> Bool {
        !detail.contains("error:") || detail.contains("unexpected eof")
    }
}
