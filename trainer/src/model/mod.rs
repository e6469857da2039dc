//! A model: a network's weights and the card that says what they are, in a folder or a file.

pub mod card;
pub mod store;
