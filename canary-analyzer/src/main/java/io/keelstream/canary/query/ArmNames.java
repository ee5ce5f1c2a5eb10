package io.keelstream.canary.query;

import org.jspecify.annotations.Nullable;

/**
 * What queries call one arm. Immutable.
 *
 * @param pods regular expression of the names of its pods
 * @param service name of its Service; null without one of its own
 */
public record ArmNames(String pods, @Nullable String service) {}
