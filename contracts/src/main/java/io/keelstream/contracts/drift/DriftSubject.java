package io.keelstream.contracts.drift;

import io.keelstream.contracts.revision.Revision;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The target that a drift event tells of.
 *
 * @param target the target's own name
 * @param application the application's name
 * @param cluster the cluster's name
 * @param namespace default namespace
 * @param revision the commit that is applied completely; null while none is
 * @param labels the application's labels under {@code events.keelstream.io/}, without that prefix
 */
public record DriftSubject(
        String target,
        String application,
        String cluster,
        String namespace,
        @Nullable Revision revision,
        Map<String, String> labels) {

    public DriftSubject {
        labels = Map.copyOf(labels);
    }
}
