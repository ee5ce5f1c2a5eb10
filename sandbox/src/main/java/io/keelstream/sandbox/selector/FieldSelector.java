package io.keelstream.sandbox.selector;

import io.keelstream.sandbox.resource.CustomVersion;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requirements on single fields; all of them must hold. Immutable. */
public final class FieldSelector {

    private static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    /** Beside name and namespace, each kind allows only these. */
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry(
                    "Pod",
                    Set.of(
                            "spec.nodeName",
                            "spec.restartPolicy",
                            "spec.schedulerName",
                            "spec.serviceAccountName",
                            "spec.hostNetwork",
                            "status.phase",
                            "status.podIP",
                            "status.nominatedNodeName")),
            Map.entry(
                    "Event",
                    Set.of(
                            "involvedObject.kind",
                            "involvedObject.namespace",
                            "involvedObject.name",
                            "involvedObject.uid",
                            "involvedObject.apiVersion",
                            "involvedObject.resourceVersion",
                            "involvedObject.fieldPath",
                            "reason",
                            "reportingComponent",
                            "source",
                            "type")),
            Map.entry("Secret", Set.of("type")),
            Map.entry("Service", Set.of("spec.clusterIP", "spec.type")),
            Map.entry("Namespace", Set.of("status.phase")),
            Map.entry("Node", Set.of("spec.unschedulable")),
            Map.entry("ReplicaSet", Set.of("status.replicas")),
            Map.entry("ReplicationController", Set.of("status.replicas")),
            Map.entry("Job", Set.of("status.successful")));

    private final List<Requirement> requirements;

    private record Requirement(String field, boolean equal, String value) {

        boolean holds(StoredObject object) {
            String actual = switch (field) {
                case "metadata.name" -> object.name();
                case "metadata.namespace" -> object.namespace();
                case "source" -> Tree.text(object.tree(), "source", "component");
                case "status.successful" -> String.valueOf(Tree.number(0, object.tree(), "status", "succeeded"));
                case "spec.unschedulable", "spec.hostNetwork" ->
                    String.valueOf(Tree.flag(object.tree(), field.split("\\.")));
                default -> {
                    Object found = Tree.at(object.tree(), field.split("\\."));
                    yield found == null ? "" : String.valueOf(found);
                }
            };
            return actual.equals(value) == equal;
        }
    }

    private FieldSelector(List<Requirement> requirements) {
        this.requirements = List.copyOf(requirements);
    }

    /** Reads the text form, e.g. {@code metadata.name=web,status.phase!=Running}; 400 for fields that the kind does not allow. */
    public static FieldSelector parse(String text, Resource resource) {
        if (text.isBlank()) {
            return EVERYTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int at = part.indexOf('=');
            if (at <= 0) {
                throw Status.badRequest("invalid selector: '" + text + "'; can't understand '" + part + "'");
            }
            boolean equal = part.charAt(at - 1) != '!';
            String field = part.substring(0, equal ? at : at - 1).strip();
            int value = part.startsWith("==", at) ? at + 2 : at + 1;
            requireAllowed(field, resource);
            requirements.add(new Requirement(field, equal, part.substring(value).strip()));
        }
        return new FieldSelector(requirements);
    }

    public boolean matches(StoredObject object) {
        for (Requirement requirement : requirements) {
            if (!requirement.holds(object)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    private static void requireAllowed(String field, Resource resource) {
        boolean always = field.equals("metadata.name") || (field.equals("metadata.namespace") && resource.namespaced());
        CustomVersion custom = resource.custom();
        boolean allowed = custom == null
                ? FIELDS.getOrDefault(resource.kind(), Set.of()).contains(field)
                : custom.selectableFields().contains("." + field);
        if (!always && !allowed) {
            throw Status.badRequest("field label not supported: " + field);
        }
    }
}
