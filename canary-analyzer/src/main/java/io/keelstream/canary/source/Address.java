package io.keelstream.canary.source;

import java.util.Optional;

/**
 * Whose measurements are wanted. Immutable.
 *
 * @param source name of the metrics source; empty for the one that serves the cluster
 * @param cluster name of the cluster of the pods
 * @param namespace where the pods are
 */
public record Address(Optional<String> source, String cluster, String namespace) {}
