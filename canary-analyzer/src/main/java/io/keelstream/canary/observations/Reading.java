package io.keelstream.canary.observations;

/** What one pod (or one arm, where pods are not distinguished) showed in one tick. Immutable. */
public sealed interface Reading permits Counts, Buckets, Levels {}
