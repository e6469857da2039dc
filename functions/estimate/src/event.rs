//! An event: one HTTP request as API Gateway's HTTP APIs and Lambda's Function URLs hand it over (payload format 2.0).
//!
//! Only what the endpoint reads. `lambda_http` would also parse the address, the headers and the cookies, and panics
//! on broken Base64 and on addresses that it can't parse.

use serde::Deserialize;

/// What the endpoint reads of an event.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    request_context: RequestContext,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

#[derive(Debug, Default, Deserialize)]
struct RequestContext {
    /// Absent in events of other kinds: REST APIs, load balancers.
    http: Option<Http>,
}

#[derive(Debug, Deserialize)]
struct Http {
    method: String,
}

impl Event {
    /// The HTTP method; `None` when the event is of another kind.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.request_context.http.as_ref().map(|http| http.method.as_str())
    }

    /// The body as it stands in the event, and whether it is Base64.
    #[must_use]
    pub fn body(&self) -> (&str, bool) {
        (self.body.as_deref().unwrap_or_default(), self.is_base64_encoded)
    }
}
