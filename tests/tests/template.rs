//! `template.yaml`, by the tools of those who know.

use anyhow::{Result, ensure};
use tests::workspace::tool;

fn check(program: &str, arguments: &[&str]) -> Result<()> {
    let output = tool(program)?.args(arguments).env("AWS_DEFAULT_REGION", "eu-central-1").output()?;
    ensure!(
        output.status.success(),
        "{program}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

#[test]
fn sam_validates_it() -> Result<()> {
    check("sam", &["validate", "--lint"])
}

#[test]
fn cfn_lint_finds_nothing() -> Result<()> {
    check("cfn-lint", &["template.yaml"])
}

#[test]
fn checkov_finds_nothing_but_what_is_justified() -> Result<()> {
    check(
        "checkov",
        &["--skip-download", "--quiet", "--compact", "--framework", "cloudformation", "--file", "template.yaml"],
    )
}
