package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code targets}. Confined to one thread. */
final class TargetReader {

    private static final List<String> FIELDS =
            List.of("name", "cluster", "namespace", "path", "renderer", "parameters", "policy");

    private final Findings findings;

    TargetReader(Findings findings) {
        this.findings = findings;
    }

    /**
     * Every target of the list, as far as it can be read, with paths relative to the base.
     *
     * @param owner the mapping that holds {@code targets}
     * @param policy what targets inherit
     */
    List<Fleet.FleetTarget> read(Fields owner, TargetPolicy policy) {
        List<Fleet.FleetTarget> targets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Node> items = owner.list("targets");
        for (int i = 0; i < items.size(); i++) {
            Fields fields = new Fields(items.get(i), owner.path("targets[" + i + "]"), FIELDS, findings);
            Fleet.FleetTarget target = target(fields, policy);
            if (!target.target().name().isEmpty() && !names.add(target.target().name())) {
                findings.add(
                        Reason.INVALID_VALUE,
                        "two targets are named '" + target.target().name() + "'",
                        fields.node());
            }
            targets.add(target);
        }
        if (items.isEmpty() && owner.get("targets") == null) {
            findings.add(Reason.MISSING_FIELD, "'" + owner.path("targets") + "' is missing", owner.node());
        } else if (items.isEmpty()) {
            findings.add(Reason.INVALID_VALUE, "'" + owner.path("targets") + "' names no target", owner.node());
        }
        return targets;
    }

    private Fleet.FleetTarget target(Fields fields, TargetPolicy policy) {
        String name = fields.required("name");
        fields.label("name");
        String cluster = fields.label("cluster").orElse("default");
        @Nullable String namespace = fields.label("namespace").orElse(null);
        RendererChoice renderer = fields.constant("renderer", RendererChoice.class, RendererChoice.AUTO);
        TargetPolicy own = new PolicyReader(findings).read(fields, policy);
        Target target = new Target(name, cluster, "", path(fields), renderer, parameters(fields), own);
        return new Fleet.FleetTarget(target, namespace);
    }

    private String path(Fields fields) {
        String written = fields.text("path").orElse(".");
        String inside = Paths.resolve("", written);
        Node at = fields.get("path");
        if (inside == null && at != null) {
            fields.invalid("path", at, "must be a folder inside the application's own folder");
        }
        return inside == null ? "" : inside;
    }

    private Map<String, Parameter> parameters(Fields fields) {
        Node node = fields.get("parameters");
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (node != null) {
            new Fields(node, fields.path("parameters"), findings)
                    .values()
                    .forEach((name, value) ->
                            parameters.put(name, new Parameter(NodeValue.text(value), NodeValue.of(value))));
        }
        if (node instanceof MappingNode mapping) {
            mapping.getValue().stream()
                    .filter(each -> NodeValue.isNull(each.getValueNode()))
                    .forEach(each -> parameters.putIfAbsent(NodeValue.text(each.getKeyNode()), Parameter.NULL));
        }
        return parameters;
    }
}
