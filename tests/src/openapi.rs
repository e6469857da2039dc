//! The endpoint's description, `site/openapi.json`, and what it says of bodies.

use anyhow::{Context, Result, ensure};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::workspace::root;

/// The description.
#[derive(Debug)]
pub struct OpenApi(Value);

impl OpenApi {
    /// As it is served.
    ///
    /// # Errors
    /// When the file is not there or no JSON.
    pub fn read() -> Result<Self> {
        Ok(Self(serde_json::from_slice(&std::fs::read(root().join("site/openapi.json"))?)?))
    }

    /// Whether `body` is what it says that the endpoint takes.
    ///
    /// # Errors
    /// When it doesn't say.
    pub fn takes(&self, body: &Value) -> Result<bool> {
        Ok(self.schema("/paths/~1estimate/post/requestBody")?.is_valid(body))
    }

    /// Checks an answer.
    ///
    /// # Errors
    /// When it says nothing of such an answer, or something else.
    pub fn check_answer(&self, status: u16, body: &Value) -> Result<()> {
        let response = format!("/paths/~1estimate/post/responses/{status}");
        let response = match self.0.pointer(&response).and_then(|response| response["$ref"].as_str()) {
            Some(reference) => reference.trim_start_matches('#').to_owned(),
            None => response,
        };
        let errors: Vec<String> = self.schema(&response)?.iter_errors(body).map(|error| error.to_string()).collect();
        ensure!(errors.is_empty(), "{status} {body}: {errors:?}");
        Ok(())
    }

    /// Checks the examples that it gives of what it describes.
    ///
    /// # Errors
    /// When one is not what it is an example of, or there is none.
    pub fn check_examples(&self) -> Result<()> {
        let mut examples = 0;
        for schema in self.0["components"]["schemas"].as_object().context("no schemas")?.values() {
            for example in schema["examples"].as_array().into_iter().flatten() {
                ensure!(jsonschema::draft202012::is_valid(schema, example), "{example}");
                examples += 1;
            }
        }
        ensure!(examples > 0, "no examples");
        Ok(())
    }

    /// The schema of the JSON at `place`; what it refers to lies in the description's components.
    fn schema(&self, place: &str) -> Result<Validator> {
        let schema = self.0.pointer(place).map(|place| &place["content"]["application/json"]["schema"]);
        let reference = schema.and_then(|schema| schema["$ref"].as_str()).with_context(|| format!("no {place}"))?;
        let schema = json!({ "$ref": reference, "components": self.0["components"] });
        jsonschema::draft202012::new(&schema).map_err(|error| anyhow::anyhow!("{reference}: {error}"))
    }
}
