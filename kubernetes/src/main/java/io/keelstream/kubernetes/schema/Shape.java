package io.keelstream.kubernetes.schema;

/** One of the three forms that a value can have. */
public sealed interface Shape permits ScalarShape, ListShape, MapShape {}
