package io.keelstream.planner.canary;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets a canary read changed ConfigMaps whose names stay: under a name of its own, since the running version reads the old
 * content under the plain one until the promotion. Pure.
 *
 * @param names the ConfigMaps that the canary reads under another name
 */
record ConfigurationCopies(Set<String> names) {

    /** Those of the workload's ConfigMaps that the plan changes in place. */
    static ConfigurationCopies of(Workload workload, Set<ObjectReference> changedInPlace) {
        return new ConfigurationCopies(workload.configuration().stream()
                .filter(changedInPlace::contains)
                .filter(each -> each.kind().equals("ConfigMap"))
                .map(ObjectReference::name)
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** The Secrets among them: their values are sealed, so there is no copy of them. */
    static List<ObjectReference> secrets(Workload workload, Set<ObjectReference> changedInPlace) {
        return workload.configuration().stream()
                .filter(changedInPlace::contains)
                .filter(each -> each.kind().equals("Secret"))
                .sorted()
                .toList();
    }

    /** Renames in the spec of a pod, in place. */
    void rename(Map<String, @Nullable Object> pod) {
        each(pod.get("volumes"), volume -> {
            named(volume.get("configMap"));
            each(Manifest.map(volume.get("projected")).get("sources"), source -> named(source.get("configMap")));
        });
        for (String containers : List.of("initContainers", "containers", "ephemeralContainers")) {
            each(pod.get(containers), container -> {
                each(container.get("envFrom"), source -> named(source.get("configMapRef")));
                each(
                        container.get("env"),
                        variable ->
                                named(Manifest.map(variable.get("valueFrom")).get("configMapKeyRef")));
            });
        }
    }

    private void named(@Nullable Object source) {
        Map<String, @Nullable Object> map = Manifest.map(source);
        if (map.get("name") instanceof String name && names.contains(name)) {
            map.put("name", Track.CANARY.of(name));
        }
    }

    private static void each(@Nullable Object list, Consumer<Map<String, @Nullable Object>> reader) {
        Manifest.list(list).forEach(element -> reader.accept(Manifest.map(element)));
    }
}
