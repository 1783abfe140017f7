package import Base

/// Events of services that no job and no route of ours is for, each by its name, short but with the marks that AWS's own
/// samples have.
package enum ForeignEvents {
    package static let all: [(name: String, event: JSONValue)] = [
        (
            "load balancer",
            [
                "requestContext": ["elb": ["targetGroupArn": "arn:aws:elasticloadbalancing:x:1:targetgroup/t/1"]],
                "httpMethod": "POST", "path": "/uploads", "queryStringParameters": [:], "headers": ["host": "alb"],
                "body": "", "isBase64Encoded": false,
            ]
        ),
        ("REST token authorizer", ["type": "TOKEN", "methodArn": .string(arn), "authorizationToken": "Bearer x"]),
        (
            "REST request authorizer",
            [
                "type": "REQUEST", "methodArn": .string(arn), "resource": "/uploads", "path": "/uploads",
                "httpMethod": "POST", "headers": ["Authorization": "Bearer x"], "requestContext": ["stage": "prod"],
            ]
        ),
        (
            "HTTP API authorizer",
            [
                "version": "2.0", "type": "REQUEST", "routeArn": .string(arn), "identitySource": ["Bearer x"],
                "routeKey": "POST /uploads", "rawPath": "/uploads", "rawQueryString": "", "headers": [:],
                "requestContext": ["http": ["method": "POST", "path": "/uploads"], "stage": "$default"],
            ]
        ),
        (
            "WebSocket message",
            [
                "requestContext": [
                    "routeKey": "$default", "eventType": "MESSAGE", "connectionId": "L0SM9cOFvHcCIhw=", "stage": "p",
                ], "body": "{}", "isBase64Encoded": false,
            ]
        ),
        (
            "schedule",
            [
                "version": "0", "id": "53dc4d37", "detail-type": "Scheduled Event", "source": "aws.events",
                "account": "1", "time": "2026-11-20T09:00:00Z", "region": "eu-west-1", "resources": [], "detail": [:],
            ]
        ),
        ("S3", records(source: "aws:s3", ["s3": ["bucket": ["name": "b"], "object": ["key": "k"]]])),
        ("S3 test event", ["Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"]),
        ("SNS", ["Records": [["EventSource": "aws:sns", "EventVersion": "1.0", "Sns": ["Message": "{}"]]]]),
        ("DynamoDB stream", records(source: "aws:dynamodb", ["eventName": "INSERT", "dynamodb": [:]])),
        ("Kinesis", records(source: "aws:kinesis", ["kinesis": ["data": "e30="]])),
        ("SES", records(source: "aws:ses", ["ses": ["mail": [:]]])),
        ("Kafka", ["eventSource": "aws:kafka", "eventSourceArn": "arn:aws:kafka:x", "records": ["t-0": []]]),
        ("MQ", ["eventSource": "aws:amq", "eventSourceArn": "arn:aws:mq:x", "messages": []]),
        ("Firehose", ["invocationId": "i", "deliveryStreamArn": "arn:aws:firehose:x", "records": []]),
        ("Logs", ["awslogs": ["data": "H4sIAAAAAAAA"]]),
        ("Config", ["invokingEvent": "{}", "configRuleName": "r", "version": "1.0"]),
        ("CodePipeline", ["CodePipeline.job": ["id": "1"]]),
        ("Cognito trigger", ["version": "1", "triggerSource": "PreSignUp_SignUp", "userPoolId": "p", "request": [:]]),
        ("Lex", ["messageVersion": "1.0", "invocationSource": "FulfillmentCodeHook", "bot": ["name": "b"]]),
        ("Connect", ["Name": "ContactFlowEvent", "Details": ["Parameters": [:]]]),
        ("S3 batch", ["invocationSchemaVersion": "1.0", "invocationId": "i", "tasks": []]),
        ("object lambda", ["xAmzRequestId": "r", "getObjectContext": ["inputS3Url": "https://x"]]),
        ("CloudFormation", ["RequestType": "Create", "ResponseURL": "https://x", "StackId": "s"]),
        ("VPC Lattice 1.0", ["raw_path": "/uploads", "method": "POST", "headers": [:], "is_base64_encoded": false]),
        (
            "VPC Lattice 2.0",
            [
                "version": "2.0", "path": "/uploads", "method": "POST",
                "requestContext": ["serviceNetworkArn": "arn:aws:vpc-lattice:x", "region": "x"],
            ]
        ),
        (
            "action group by function",
            [
                "messageVersion": "1.0", "agent": ["name": "a"], "sessionId": "s", "actionGroup": "g",
                "function": "document_search", "parameters": [],
            ]
        ),
        (
            "action group by OpenAPI",
            [
                "messageVersion": "1.0", "agent": ["name": "a"], "sessionId": "s", "actionGroup": "g",
                "apiPath": "/uploads", "httpMethod": "POST", "parameters": [],
            ]
        ),
    ]

    /// Each event bare, with a request's fields at the top, with the request in the body, and dressed up as a GET.
    package static func variants(request: [String: JSONValue], path: String) -> [(name: String, event: JSONValue)] {
        let body = JSONValue.object(request).text
        return all.flatMap { name, event in
            [
                (name, event),
                ("\(name), fields at the top", event.setting(request)),
                ("\(name), request in the body", event.setting(["body": .string(body)])),
                (
                    "\(name), as a GET",
                    event.setting([
                        "httpMethod": "GET", "rawPath": .string(path), "path": .string(path),
                        "queryStringParameters": ["user_id": "u-1"],
                    ])
                ),
            ]
        }
    }

    private static let arn = "arn:aws:execute-api:eu-west-1:1:api/prod/POST/uploads"

    private static func records(source: String, _ members: [String: JSONValue]) -> JSONValue {
        ["Records": [JSONValue.object(members.merging(["eventSource": .string(source)]) { $1 })]]
    }
}
