package io.keelstream.applier.diagnosis;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of the Secrets whose values the containers of a pod have: as variables, or as files. Pure. */
final class PodSecrets {

    private PodSecrets() {}

    static Set<String> of(Manifest pod) {
        Set<String> names = new TreeSet<>();
        for (String part : List.of("initContainers", "containers", "ephemeralContainers")) {
            for (Object each : Manifest.list(pod.spec().get(part))) {
                Map<String, @Nullable Object> container = Manifest.map(each);
                for (Object variable : Manifest.list(container.get("env"))) {
                    add(
                            names,
                            Manifest.map(Manifest.map(variable).get("valueFrom"))
                                    .get("secretKeyRef"),
                            "name");
                }
                for (Object source : Manifest.list(container.get("envFrom"))) {
                    add(names, Manifest.map(source).get("secretRef"), "name");
                }
            }
        }
        for (Object each : Manifest.list(pod.spec().get("volumes"))) {
            Map<String, @Nullable Object> volume = Manifest.map(each);
            add(names, volume.get("secret"), "secretName");
            for (Object source :
                    Manifest.list(Manifest.map(volume.get("projected")).get("sources"))) {
                add(names, Manifest.map(source).get("secret"), "name");
            }
        }
        return names;
    }

    private static void add(Set<String> names, @Nullable Object reference, String field) {
        if (Manifest.map(reference).get(field) instanceof String name) {
            names.add(name);
        }
    }
}
