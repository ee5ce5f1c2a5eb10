package io.keelstream.gitwatcher.bundle;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.hold.StopSwitch;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What controls Keelstream in a cluster: the stop switch, and the marks and holds of objects. Persons and Keelstream write
 * them; what is controlled must not. A manifest that has one of them is refused, in the metadata of pods and templates too.
 * Stateless.
 */
final class ControlChannels {

    private static final List<String> WRITTEN_BY_KEELSTREAM =
            List.of(Annotations.OWNER, Annotations.COMMIT, Annotations.HOOK_RUN);
    private static final List<String> WRITTEN_BY_PEOPLE = List.of(Annotations.HOLD_UNTIL, Annotations.HOLD_BY);
    private static final List<String> LABELS = List.of(Labels.SHARD, Labels.TRACK, Labels.HOOK);

    private ControlChannels() {}

    /**
     * Why the object is refused; empty where it controls nothing.
     *
     * @param manifest the object
     * @param reference its identity in the cluster
     */
    static Optional<String> problem(Manifest manifest, String reference) {
        if (reference.equals(StopSwitch.REFERENCE)) {
            return Optional.of(
                    "ConfigMap " + StopSwitch.CONFIG_MAP + " in namespace " + StopSwitch.NAMESPACE
                            + " stops all writes to a cluster and cannot come from Git. Remove it; create it with kubectl to stop");
        }
        return marks(manifest.tree()).map(mark -> manifest.kind() + " " + manifest.name() + " sets " + mark);
    }

    private static Optional<String> marks(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return first(Manifest.list(list));
        }
        Map<String, @Nullable Object> map = Manifest.map(value);
        return mark(Manifest.map(map.get("metadata"))).or(() -> first(map.values()));
    }

    private static Optional<String> first(Iterable<? extends @Nullable Object> values) {
        for (Object each : values) {
            Optional<String> found = marks(each);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> mark(Map<String, @Nullable Object> metadata) {
        Map<String, @Nullable Object> annotations = Manifest.map(metadata.get("annotations"));
        Map<String, @Nullable Object> labels = Manifest.map(metadata.get("labels"));
        return any(WRITTEN_BY_KEELSTREAM, annotations)
                .map(name -> "the annotation " + name + ", which Keelstream writes itself; remove it")
                .or(() -> any(LABELS, labels)
                        .map(name -> "the label " + name + ", which Keelstream writes itself; remove it"))
                .or(() -> any(WRITTEN_BY_PEOPLE, annotations)
                        .map(name -> "the annotation " + name
                                + ", which holds a live object for a while and cannot come from Git; remove it, and set"
                                + " it with kubectl annotate"));
    }

    private static Optional<String> any(List<String> names, Map<String, @Nullable Object> map) {
        return names.stream().filter(map::containsKey).findFirst();
    }
}
