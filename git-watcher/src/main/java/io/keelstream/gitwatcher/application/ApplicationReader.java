package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.yaml.StrictMapping;
import io.keelstream.yaml.YamlFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one {@code keelstream.yaml}. Strict: whatever is not understood is a problem. Pure; thread-safe. */
public final class ApplicationReader {

    /** The name of the file that makes a folder an application. */
    public static final String FILE_NAME = "keelstream.yaml";

    private static final List<String> DOCUMENT = List.of("apiVersion", "kind", "metadata", "spec");
    private static final int MOST_DIRECTORIES = 100;
    private static final String API_VERSION = "keelstream.io/v1";

    private ApplicationReader() {}

    /**
     * Reads the file; never throws because of its content.
     *
     * @param file path from the repository's root
     * @param content the bytes
     */
    public static ApplicationFile read(String file, byte[] content) {
        FileProblems problems = new FileProblems(file);
        Optional<Node> document = YamlFile.document(content, problems);
        if (document.isEmpty()) {
            return new ApplicationFile.Unusable(file, "", List.of(), problems.problems());
        }
        StrictMapping root = new StrictMapping(document.get(), "", DOCUMENT, problems);
        apiVersion(root, problems);
        String kind = root.required("kind");
        root.choice("kind", List.of("Application", "Fleet"));
        return kind.equals("Fleet") ? fleet(file, root, problems) : application(file, root, problems);
    }

    private static ApplicationFile application(String file, StrictMapping root, FileProblems problems) {
        StrictMapping spec = root.section("spec", List.of("targets", "policy", "release", "canary"));
        StrictMapping metadata = root.section("metadata", List.of("name", "labels"));
        String name = name(metadata);
        TargetPolicy policy = new PolicyReader().read(spec, TargetPolicy.DEFAULT);
        ReleaseRules release = new ReleaseReader(problems).application(spec, spec);
        List<Fleet.FleetTarget> targets = new TargetReader(problems).read(spec, policy, release);
        Map<String, String> labels = labels(metadata, problems);
        if (!problems.isEmpty()) {
            return unusable(file, name, targets, problems);
        }
        String base = Paths.parent(file);
        return new ApplicationFile.One(new Application(
                name,
                file,
                base,
                labels,
                targets.stream().map(each -> placed(each, base, name)).toList()));
    }

    private static ApplicationFile fleet(String file, StrictMapping root, FileProblems problems) {
        StrictMapping spec = root.section("spec", List.of("directories", "targets", "template"));
        StrictMapping metadata = root.section("metadata", List.of("name", "labels"));
        StrictMapping template =
                spec.section("template", List.of("spec")).section("spec", List.of("policy", "release", "canary"));
        TargetPolicy policy = new PolicyReader().read(template, TargetPolicy.DEFAULT);
        ReleaseRules release = new ReleaseReader(problems).application(template, spec);
        List<Fleet.FleetTarget> targets = new TargetReader(problems).read(spec, policy, release);
        List<String> directories = directories(spec, problems);
        Map<String, String> labels = labels(metadata, problems);
        String name = name(metadata);
        if (!problems.isEmpty()) {
            return new ApplicationFile.Unusable(file, "", List.of(), problems.problems());
        }
        return new ApplicationFile.Many(new Fleet(name, file, Paths.parent(file), labels, directories, targets));
    }

    private static Target placed(Fleet.FleetTarget each, String base, String application) {
        Target target = each.target();
        return new Target(
                target.name(),
                target.cluster(),
                each.namespace() == null ? application : each.namespace(),
                Paths.join(base, target.path()),
                target.rendering(),
                target.policy());
    }

    private static ApplicationFile unusable(
            String file, String name, List<Fleet.FleetTarget> targets, FileProblems problems) {
        List<String> names = targets.stream()
                .map(each -> each.target().name())
                .filter(Names::isDnsLabel)
                .distinct()
                .toList();
        return new ApplicationFile.Unusable(file, Names.isDnsLabel(name) ? name : "", names, problems.problems());
    }

    private static void apiVersion(StrictMapping root, FileProblems problems) {
        String version = root.required("apiVersion");
        Node at = root.get("apiVersion");
        if (at != null && !version.equals(API_VERSION)) {
            problems.add(Reason.INVALID_VALUE, "'apiVersion' must be " + API_VERSION, at);
        }
    }

    private static String name(StrictMapping metadata) {
        Names.label(metadata, "name");
        return metadata.required("name");
    }

    private static Map<String, String> labels(StrictMapping metadata, FileProblems problems) {
        Node node = metadata.get("labels");
        Map<String, String> labels = new LinkedHashMap<>();
        if (node != null) {
            StrictMapping fields = new StrictMapping(node, metadata.path("labels"), problems);
            fields.values().keySet().forEach(label -> fields.text(label).ifPresent(text -> labels.put(label, text)));
        }
        return labels;
    }

    private static List<String> directories(StrictMapping spec, FileProblems problems) {
        Node node = spec.get("directories");
        List<String> written = new ArrayList<>();
        if (node instanceof org.yaml.snakeyaml.nodes.SequenceNode) {
            spec.list("directories").forEach(item -> written.add(StrictMapping.text(item)));
        } else {
            written.add(spec.required("directories"));
        }
        if (written.size() > MOST_DIRECTORIES) {
            problems.add(
                    Reason.INVALID_VALUE,
                    "'" + spec.path("directories") + "' has " + written.size() + " patterns; at most "
                            + MOST_DIRECTORIES + " are allowed. Write fewer, with '*'",
                    node == null ? spec.node() : node);
            return List.of();
        }
        List<String> directories = new ArrayList<>();
        for (String pattern : written) {
            Optional<String> inside = Optional.ofNullable(Paths.resolve("", pattern));
            if (inside.isEmpty() || inside.get().isEmpty() || pattern.contains("**")) {
                problems.add(
                        Reason.INVALID_VALUE,
                        "'" + spec.path("directories") + "' must name folders inside the fleet's own folder, such as"
                                + " apps/* ('**' is not known)",
                        node == null ? spec.node() : node);
            }
            inside.ifPresent(directories::add);
        }
        return directories;
    }
}
