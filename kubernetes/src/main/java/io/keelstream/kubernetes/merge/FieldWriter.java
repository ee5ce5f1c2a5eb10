package io.keelstream.kubernetes.merge;

import java.time.Instant;

/**
 * Who writes, and when.
 *
 * @param manager the field manager; the API server calls an empty one {@code unknown}
 * @param subresource the subresource written through; empty for the object itself
 * @param now the time that changed entries get
 */
public record FieldWriter(String manager, String subresource, Instant now) {

    public FieldWriter {
        manager = manager.isEmpty() ? "unknown" : manager;
    }

    public FieldWriter(String manager, Instant now) {
        this(manager, "", now);
    }
}
