package io.keelstream.planner.order;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.object.PodTemplate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ServiceAccounts, Secrets and ConfigMaps that a workload's pods name. Pure. */
public final class PodNeeds {

    private final String namespace;
    private final Set<ObjectReference> found = new LinkedHashSet<>();

    private PodNeeds(String namespace) {
        this.namespace = namespace;
    }

    /** What the pods of this object need; empty for an object that makes no pods. */
    public static Set<ObjectReference> of(ObjectReference reference, Manifest body) {
        Map<String, @Nullable Object> podSpec = podSpec(reference.groupKind(), body);
        PodNeeds needs = new PodNeeds(reference.namespace());
        needs.account(podSpec);
        needs.content(podSpec);
        return needs.found;
    }

    /** The ConfigMaps and Secrets whose contents its containers see; not those that only the kubelet reads. */
    public static Set<ObjectReference> configuration(ObjectReference reference, Manifest body) {
        PodNeeds needs = new PodNeeds(reference.namespace());
        needs.content(podSpec(reference.groupKind(), body));
        return needs.found;
    }

    private static Map<String, @Nullable Object> podSpec(GroupKind groupKind, Manifest body) {
        PodTemplate pods = PodTemplate.of(groupKind, body);
        return pods == null ? Map.of() : pods.spec();
    }

    private void account(Map<String, @Nullable Object> spec) {
        add("ServiceAccount", spec.get("serviceAccountName"));
        add("ServiceAccount", spec.get("serviceAccount"));
        each(spec.get("imagePullSecrets"), secret -> add("Secret", secret.get("name")));
    }

    private void content(Map<String, @Nullable Object> spec) {
        each(spec.get("volumes"), this::volume);
        for (String containers : List.of("initContainers", "containers", "ephemeralContainers")) {
            each(spec.get(containers), this::container);
        }
    }

    private void volume(Map<String, @Nullable Object> volume) {
        add("Secret", Manifest.map(volume.get("secret")).get("secretName"));
        named("ConfigMap", volume.get("configMap"));
        named("Secret", Manifest.map(volume.get("csi")).get("nodePublishSecretRef"));
        each(Manifest.map(volume.get("projected")).get("sources"), source -> {
            named("Secret", source.get("secret"));
            named("ConfigMap", source.get("configMap"));
        });
    }

    private void container(Map<String, @Nullable Object> container) {
        each(container.get("envFrom"), source -> {
            named("Secret", source.get("secretRef"));
            named("ConfigMap", source.get("configMapRef"));
        });
        each(container.get("env"), variable -> {
            Map<String, @Nullable Object> from = Manifest.map(variable.get("valueFrom"));
            named("Secret", from.get("secretKeyRef"));
            named("ConfigMap", from.get("configMapKeyRef"));
        });
    }

    private void named(String kind, @Nullable Object source) {
        add(kind, Manifest.map(source).get("name"));
    }

    private void add(String kind, @Nullable Object name) {
        if (name instanceof String text && !text.isEmpty()) {
            found.add(new ObjectReference("", kind, namespace, text));
        }
    }

    private static void each(@Nullable Object list, java.util.function.Consumer<Map<String, @Nullable Object>> reader) {
        for (Object element : Manifest.list(list)) {
            reader.accept(Manifest.map(element));
        }
    }
}
