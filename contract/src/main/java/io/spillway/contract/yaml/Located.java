package io.spillway.contract.yaml;

import io.spillway.contract.SourceLocation;

/** A value and where it stands. */
public record Located<T>(T value, SourceLocation location) {}
