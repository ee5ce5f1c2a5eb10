package io.keelstream.sandbox.operation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a write made.
 *
 * @param tree the object as it is now, in its storage version; read-only
 * @param created whether it did not exist before
 * @param warnings for the client
 */
public record Written(Map<String, @Nullable Object> tree, boolean created, List<String> warnings) {}
