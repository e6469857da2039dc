//! The workspace: its folder, and its own tools.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

/// The workspace's root.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace")
}

/// `program`, to be run in the workspace's root, with the tools that `make tools` installs first on its `PATH`.
///
/// # Errors
/// When `PATH` can't hold them.
pub fn tool(program: &str) -> Result<Command> {
    let tools = ["lambda", "sam", "checkov"].map(|name| root().join(".tools").join(name).join("bin"));
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(tools.into_iter().chain(std::env::split_paths(&inherited)))?;
    // Looked up here: the new PATH is the child's alone.
    let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file());
    let mut command = Command::new(found.unwrap_or_else(|| program.into()));
    command.current_dir(root()).env("PATH", path).env("SAM_CLI_TELEMETRY", "0");
    // What they keep for themselves, as the Makefile says, too.
    command.env("XDG_CACHE_HOME", root().join(".tools/cache")).env("__SAM_CLI_APP_DIR", root().join(".tools/sam/home"));
    Ok(command)
}
