package io.keelstream.contracts.deployment;

/**
 * A target is gone: its objects were deleted or left to others, as its policy said.
 *
 * @param target the target's own name
 * @param application the application's name
 * @param cluster the cluster's name
 * @param orphaned number of objects left alone
 */
public record TargetRemoved(String target, String application, String cluster, int orphaned) {}
