package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.yaml.StrictMapping;
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

    private static final List<String> FIELDS = List.of(
            "name",
            "cluster",
            "namespace",
            "path",
            "renderer",
            "chart",
            "values",
            "parameters",
            "policy",
            "release",
            "canary");

    private final FileProblems problems;

    TargetReader(FileProblems problems) {
        this.problems = problems;
    }

    /**
     * Every target of the list, as far as it can be read, with paths relative to the base.
     *
     * @param owner the mapping that holds {@code targets}
     * @param policy what targets inherit
     * @param release how they are released, which they inherit too
     */
    List<Fleet.FleetTarget> read(StrictMapping owner, TargetPolicy policy, ReleaseRules release) {
        List<Fleet.FleetTarget> targets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (StrictMapping fields : owner.sections("targets", FIELDS)) {
            Fleet.FleetTarget target = target(fields, policy, release);
            if (!target.target().name().isEmpty() && !names.add(target.target().name())) {
                problems.add(
                        Reason.INVALID_VALUE,
                        "two targets are named '" + target.target().name() + "'",
                        fields.node());
            }
            targets.add(target);
        }
        if (!owner.has("targets")) {
            problems.add(Reason.MISSING_FIELD, "'" + owner.path("targets") + "' is missing", owner.node());
        } else if (targets.isEmpty()) {
            problems.add(Reason.INVALID_VALUE, "'" + owner.path("targets") + "' has no target", owner.node());
        }
        return targets;
    }

    private Fleet.FleetTarget target(StrictMapping fields, TargetPolicy policy, ReleaseRules release) {
        String name = fields.required("name");
        Names.label(fields, "name");
        String cluster = Names.label(fields, "cluster").orElse("default");
        @Nullable String namespace = Names.label(fields, "namespace").orElse(null);
        RendererChoice renderer = renderer(fields);
        ReleaseRules rules = new ReleaseReader(problems).target(fields, release);
        TargetPolicy own = of(name, new PolicyReader().read(fields, policy)).withCanary(rules.inForce());
        Target.Rendering rendering = new Target.Rendering(
                renderer,
                parameters(fields),
                ChartReader.read(fields, renderer, problems.file()).orElse(null));
        Target target = new Target(name, cluster, "", path(fields), rendering, own);
        return new Fleet.FleetTarget(target, namespace);
    }

    private static RendererChoice renderer(StrictMapping fields) {
        Node at = fields.get("renderer");
        String written = fields.text("renderer").orElse("");
        if (at == null || !written.startsWith(RendererChoice.Exec.PREFIX)) {
            return fields.constant("renderer", RendererChoice.BuiltIn.class, RendererChoice.BuiltIn.AUTO);
        }
        String name = written.substring(RendererChoice.Exec.PREFIX.length());
        if (!Names.isDnsLabel(name)) {
            fields.invalid(
                    "renderer",
                    at,
                    "must be exec: and the name of a renderer of the installation, such as exec:jsonnet");
            return RendererChoice.BuiltIn.AUTO;
        }
        return new RendererChoice.Exec(name);
    }

    private static TargetPolicy of(String target, TargetPolicy policy) {
        List<String> dependsOn = DependencyReader.of(policy.gating().dependsOn(), target);
        return policy.withGating(policy.gating().dependingOn(dependsOn));
    }

    private String path(StrictMapping fields) {
        String written = fields.text("path").orElse(".");
        String inside = Paths.resolve("", written);
        Node at = fields.get("path");
        if (inside == null && at != null) {
            fields.invalid("path", at, "must be a folder inside the application's own folder");
        }
        return inside == null ? "" : inside;
    }

    private Map<String, Parameter> parameters(StrictMapping fields) {
        Node node = fields.get("parameters");
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (node != null) {
            new StrictMapping(node, fields.path("parameters"), problems)
                    .values()
                    .forEach((name, value) ->
                            parameters.put(name, new Parameter(StrictMapping.text(value), NodeValue.of(value))));
        }
        if (node instanceof MappingNode mapping) {
            mapping.getValue().stream()
                    .filter(each -> StrictMapping.isNull(each.getValueNode()))
                    .forEach(each -> parameters.putIfAbsent(StrictMapping.text(each.getKeyNode()), Parameter.NULL));
        }
        return parameters;
    }
}
