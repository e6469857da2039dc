//! The deployment: what AWS would make of `template.yaml`, and what `make deploy` does beside it.

mod deploy;
mod template;
