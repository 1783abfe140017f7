import Base
import FoundationEssentials
import Testing

@testable import BandUpCore

@Suite struct AWSErrorTests {
    private func error(_ status: Int, _ headers: HTTPHeaders = [:], _ body: String = "") -> AWSServiceError {
        AWSServiceError(HTTPResponse(status: status, headers: headers, body: Data(body.utf8)))
    }

    @Test(
        "the code is found wherever a service puts it",
        arguments: [
            ([:], #"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"m"}"#),
            ([:], #"{"__type":"ResourceNotFoundException","Message":"m"}"#),
            ([:], #"{"code":"ResourceNotFoundException","message":"m","extra":[1,{}]}"#),
            (["X-Amzn-ErrorType": "ResourceNotFoundException:http://internal.amazon.com/coral/"], #"{"message":"m"}"#),
            (["x-amzn-errortype": "aws.protocols#ResourceNotFoundException"], #"{"message":"m"}"#),
            ([:], "<?xml version=\"1.0\"?>\n<Error><Code>ResourceNotFoundException</Code><Message>m</Message></Error>"),
        ] as [(HTTPHeaders, String)])
    func codes(headers: HTTPHeaders, body: String) {
        let error = error(400, headers, body)
        #expect(error.code == "ResourceNotFoundException")
        #expect(error.message == "m")
        #expect(error.isNotFound)
        #expect(error.body == Data(body.utf8))
    }

    @Test(
        "an answer that names no code is known by its status",
        arguments: [
            "", "{}", "null", "[]", #"{"__type":7}"#, #"{"__type":"}"#, #"{"__type":"a#"}"#, "<html>",
            "<Error><Code></Code>", "<Code><b>x</b></Code>", "<Code>x", "\u{0}",
        ])
    func withoutCode(body: String) {
        #expect(error(503, [:], body).code == "503")
    }

    @Test("S3's error document gives code, message with entities resolved, and request id")
    func s3Document() {
        let body = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>NoSuchKey</Code><Message>No &lt;key&gt; &quot;a&amp;lt;b&quot; &#39;&#x1F393;&bogus; &</Message>\
            <Key>&lt;Code&gt;Fake&lt;/Code&gt;</Key><RequestId>R</RequestId></Error>
            """
        let error = error(404, ["x-amz-request-id": "R1"], body)
        #expect(error.code == "NoSuchKey")
        #expect(error.message == "No <key> \"a&lt;b\" '\u{1F393}&bogus; &")
        #expect(error.requestID == "R1")
        let both = self.error(404, ["x-amz-request-id": "R1", "x-amz-id-2": "H+/="], body)
        #expect(AWSError.service(both).upstreamRequestID == "R1/H+/=")
        #expect(error.isNotFound)
    }

    @Test("a bucket in another region is named with its region")
    func redirect() {
        let body = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>us-west-2</Region></Error>"
        #expect(error(400, [:], body).bucketRegion == "us-west-2")
        let head = error(301, ["x-amz-bucket-region": "eu-west-1"])
        #expect(head.bucketRegion == "eu-west-1")
        #expect(AWSError.service(head).logDescription == "AWS 301 status 301 bucket in eu-west-1")
        #expect(AWSError.service(head).retryVerdict == .stop)
    }

    @Test(
        "a pause that can't be meant is none",
        arguments: ["-1", "soon", "99999999999999999999", "86401", "Fri, 20 Nov 2026 09:30:45 GMT", ""])
    func absurdPause(value: String) {
        #expect(error(503, ["retry-after": value]).retryAfter == nil)
    }

    @Test("the log gets code, status and request id, and nothing that was sent")
    func logDescription() {
        let service = AWSServiceError(
            code: "Validation Exception\n<script>", message: "value 'an essay'", status: 400, requestID: "abc-1",
            body: Data("an essay".utf8))
        #expect(
            AWSError.service(service).logDescription == "AWS hidden status 400")
        #expect(AWSError.service(service).upstreamRequestID == "abc-1")
        let errors: [AWSError] = [
            .transport(.file(path: "/tmp/private", reason: "private")),
            .transport(.connect(host: "private", reason: "")),
            .transport(.transport(reason: "private")), .service(service), .deadlineExceeded,
        ]
        for error in errors {
            #expect(!error.logDescription.contains("private") && !"\(error)".contains("essay"))
        }
    }

    @Test(
        "a refused certificate is explained, without the host",
        arguments: [
            ("no CA bundle: none can be read", "AWS transport tls: no CA bundle: none can be read"),
            ("no subject of it is 'private.s3'", "AWS transport tls: no subject of it is 'the host'"),
        ])
    func refusedCertificate(reason: String, logged: String) {
        #expect(AWSError.transport(.tls(host: "private.s3", reason: reason)).logDescription == logged)
    }

    @Test("throttling keeps the service's wish, a refusal ends the attempts")
    func verdicts() {
        let slow = AWSServiceError(code: "SlowDown", status: 503, retryAfter: .seconds(2))
        #expect(AWSError.service(slow).retryVerdict == .throttled(after: .seconds(2)))
        #expect(AWSError.service(slow).isThrottling)
        let denied = AWSServiceError(code: "AccessDeniedException", status: 400)
        #expect(AWSError.service(denied).retryVerdict == .stop)
        #expect(AWSError.service(denied).isAccessDenied)
        #expect(AWSError.deadlineExceeded.retryVerdict == .stop)
        #expect(AWSError.transport(.responseTooLarge(limit: 5)).isTooLarge)
    }
}
