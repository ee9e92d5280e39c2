//! Empty on purpose: the dependency is what this crate is for.
