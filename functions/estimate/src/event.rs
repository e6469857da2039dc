//! An event: one HTTP request as AWS hands it over, made harmless for `lambda_http`. HTTP APIs and Function URLs send it in
//! payload format 2.0; REST APIs and load balancers, each in a format of its own.
//!
//! `lambda_http` panics on a query, a host or a scheme that make no address, and on a body that is not the Base64 that it
//! is said to be; and it fails on a method that is none. All of these are the client's to send. So an event is first made
//! anew, of nothing but what the functions read.

use std::borrow::Cow;

use lambda_http::http::{HeaderValue, Method};
use lambda_http::lambda_runtime::LambdaInvocation;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::log::log_error;

/// In a harmless event, the header that says that the body is Base64. The event itself no longer says so.
pub(crate) const BODY_IS_BASE64: &str = "body-is-base64";
/// The header in which the service's own address sends what nobody else knows.
pub(crate) const ORIGIN_SECRET: &str = "x-origin-secret";

/// The longest path, in characters: each becomes up to 12 when the address is written, which holds 65,534.
const LONGEST_PATH: usize = 5_000;

/// What is read of an event, and what is handed on of it.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    /// First, because by it `lambda_http` knows the kind, and tries no other on all the rest.
    #[serde(borrow)]
    request_context: RequestContext<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_method: Option<Cow<'a, str>>,
    #[serde(borrow, default, alias = "rawPath")]
    path: Cow<'a, str>,
    headers: Option<Headers>,
    /// As it stands in the event's JSON, escapes and all.
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// What tells the kinds apart: each has one of these.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext<'a> {
    /// In payload format 2.0.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    http: Option<Http<'a>>,
    /// From a REST API.
    #[serde(skip_serializing_if = "Option::is_none")]
    http_method: Option<Cow<'a, str>>,
    /// From a load balancer.
    #[serde(skip_serializing_if = "Option::is_none")]
    elb: Option<LoadBalancer>,
}

#[derive(Deserialize, Serialize)]
struct Http<'a> {
    method: Cow<'a, str>,
}

#[derive(Deserialize, Serialize)]
struct LoadBalancer {}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Headers {
    #[serde(skip_serializing_if = "Option::is_none")]
    x_origin_secret: Option<String>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    body_is_base64: Option<&'static str>,
}

/// The invocation with its event made harmless. One whose event is no such HTTP request is logged, and fails.
pub fn harmless(mut invocation: LambdaInvocation) -> LambdaInvocation {
    let event = harmless_event(&invocation.body).unwrap_or_else(|| {
        log_error(&invocation.context, "the event is no HTTP request of an API, a Function URL or a load balancer");
        b"null".to_vec()
    });
    invocation.body = event.into();
    invocation
}

/// The event made harmless; `None` when it is of another kind.
pub fn harmless_event(event: &[u8]) -> Option<Vec<u8>> {
    let mut event: Event = serde_json::from_slice(event).ok()?;
    let RequestContext { http, http_method, elb } = &mut event.request_context;
    if http.is_none() && http_method.is_none() && elb.is_none() {
        return None;
    }
    let methods = [http.as_mut().map(|http| &mut http.method), http_method.as_mut(), event.http_method.as_mut()];
    for method in methods.into_iter().flatten() {
        if Method::from_bytes(method.as_bytes()).is_err() {
            *method = "UNKNOWN".into();
        }
    }
    let path = event.path.strip_prefix('/').unwrap_or(&event.path);
    event.path = std::iter::once('/').chain(path.chars().take(LONGEST_PATH)).collect();
    let headers = event.headers.get_or_insert_default();
    headers.x_origin_secret.take_if(|secret| HeaderValue::from_str(secret).is_err());
    headers.body_is_base64 = std::mem::take(&mut event.is_base64_encoded).then_some("true");
    Some(serde_json::to_vec(&event).expect("texts serialize"))
}
