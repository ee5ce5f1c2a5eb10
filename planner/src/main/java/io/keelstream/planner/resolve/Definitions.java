package io.keelstream.planner.resolve;

import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.change.Changed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds that this plan itself brings or changes: the server cannot know them as they will be. Immutable. */
public final class Definitions {

    private static final GroupKind DEFINITION = new GroupKind("apiextensions.k8s.io", "CustomResourceDefinition");

    /**
     * One defined kind.
     *
     * @param namespaced its scope
     * @param versions those that it will be served in
     */
    public record Definition(boolean namespaced, Set<String> versions) {}

    private final Map<GroupKind, Definition> definitions = new HashMap<>();

    /** Those among the objects that a plan changes. */
    public Definitions(List<Changed> changed) {
        for (Changed each : changed) {
            Manifest body = new Manifest(each.desired().body());
            if (body.groupKind().equals(DEFINITION)
                    && body.at("spec", "group") instanceof String group
                    && body.at("spec", "names", "kind") instanceof String kind) {
                definitions.put(new GroupKind(group, kind), read(body));
            }
        }
    }

    /** The definition of a kind in this plan; null when the plan has none. */
    public @Nullable Definition of(GroupKind kind) {
        return definitions.get(kind);
    }

    private static Definition read(Manifest body) {
        Set<String> versions = Manifest.list(body.spec().get("versions")).stream()
                .map(each -> String.valueOf(Manifest.map(each).get("name")))
                .collect(Collectors.toSet());
        return new Definition(!"Cluster".equals(body.spec().get("scope")), versions);
    }
}
