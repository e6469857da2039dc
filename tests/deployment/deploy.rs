//! What `make deploy` does beside `template.yaml`: the files' types, and the question to the new endpoint.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use lambda_http::http::Method;
use tests::watch::Watch;
use tests::workspace::{root, tool};

/// The content types by extension, as `scripts/deploy.sh` uploads them.
fn uploaded() -> Result<BTreeMap<String, String>> {
    let script = std::fs::read_to_string(root().join("scripts/deploy.sh"))?;
    let upload = |line: &str| {
        let (extension, kind) = line.strip_prefix("upload ")?.split_once(' ')?;
        Some((extension.to_owned(), kind.trim_matches('"').to_owned()))
    };
    Ok(script.lines().filter_map(upload).collect())
}

#[test]
fn every_file_of_the_site_is_uploaded_as_what_the_local_page_says_it_is() -> Result<()> {
    let uploaded = uploaded()?;
    let site = root().join("site");
    let mut paths = vec![site.clone()];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            for entry in std::fs::read_dir(path)? {
                paths.push(entry?.path());
            }
            continue;
        }
        let name = path.strip_prefix(&site)?.to_str().context("a name that is not UTF-8")?;
        let extension = path.extension().and_then(|extension| extension.to_str()).context(name.to_owned())?;
        let local = page::respond(&site, &Method::GET, &format!("/{name}"));
        let local = local.headers()["content-type"].to_str()?;
        assert_eq!(uploaded.get(extension).map(String::as_str), Some(local), "{name}");
    }
    Ok(())
}

#[test]
fn smoke_asks_an_endpoint_for_a_known_digit() -> Result<()> {
    let watch = Watch::shared()?;
    let smoke = |url: &str| -> Result<(bool, String)> {
        let output = tool("python3")?.arg("scripts/smoke.py").arg(url).output()?;
        let said = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&said).trim().to_owned()))
    };
    let endpoint = format!("{}/estimate", watch.address());
    assert_eq!(smoke(&endpoint)?, (true, format!("{endpoint} reads a 7 as 7")));
    let page = format!("{}/", watch.address());
    let (right, said) = smoke(&page)?;
    assert!(!right && said.starts_with(&format!("{page} answers 405")), "{said}");
    let (right, said) = smoke("http://127.0.0.1:1/estimate")?;
    assert!(!right && said.contains("doesn't answer"), "{said}");
    Ok(())
}
