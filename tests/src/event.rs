//! Events as AWS sends them to a function, by service.

use serde_json::{Value, json};

/// An HTTP request through an HTTP API (payload format 2.0), as AWS documents it.
#[must_use]
pub fn http_api(method: &str, body: &str) -> Value {
    json!({
        "version": "2.0",
        "routeKey": "ANY /estimate",
        "rawPath": "/estimate",
        "rawQueryString": "",
        "headers": {
            "accept": "*/*",
            "content-length": body.len().to_string(),
            "content-type": "application/json",
            "host": "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
            "user-agent": "Amazon CloudFront",
            "x-amzn-trace-id": "Root=1-66f1a2b3-0123456789abcdef01234567",
            "x-forwarded-for": "203.0.113.7, 198.51.100.9",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https"
        },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "domainName": "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
            "domainPrefix": "a1b2c3d4e5",
            "http": {
                "method": method,
                "path": "/estimate",
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "Amazon CloudFront"
            },
            "requestId": "exAmPlEid=",
            "routeKey": "ANY /estimate",
            "stage": "$default",
            "time": "24/Nov/2026:07:15:00 +0000",
            "timeEpoch": 1_795_504_500_000_u64
        },
        "body": body,
        "isBase64Encoded": false
    })
}

/// The same with a body that API Gateway took for binary.
#[must_use]
pub fn http_api_base64(method: &str, base64: &str) -> Value {
    let mut event = http_api(method, base64);
    event["isBase64Encoded"] = true.into();
    event
}

/// A request through a REST API (payload format 1.0).
#[must_use]
pub fn rest_api(method: &str, body: &str) -> Value {
    json!({
        "resource": "/estimate",
        "path": "/estimate",
        "httpMethod": method,
        "headers": { "content-type": "application/json" },
        "multiValueHeaders": { "content-type": ["application/json"] },
        "queryStringParameters": null,
        "pathParameters": null,
        "stageVariables": null,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "httpMethod": method,
            "identity": { "sourceIp": "203.0.113.7", "userAgent": "curl/8.5.0" },
            "path": "/prod/estimate",
            "protocol": "HTTP/1.1",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "resourceId": "abc123",
            "resourcePath": "/estimate",
            "stage": "prod"
        },
        "body": body,
        "isBase64Encoded": false
    })
}

/// A request through an application load balancer.
#[must_use]
pub fn load_balancer(method: &str, body: &str) -> Value {
    json!({
        "requestContext": {
            "elb": { "targetGroupArn": "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/estimate/0123456789abcdef" }
        },
        "httpMethod": method,
        "path": "/estimate",
        "queryStringParameters": {},
        "headers": { "content-type": "application/json", "host": "estimate-1234567890.eu-central-1.elb.amazonaws.com" },
        "body": body,
        "isBase64Encoded": false
    })
}
