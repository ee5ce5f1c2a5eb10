package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one {@code keelstream.yaml}. Strict: whatever is not understood is a problem. Pure; thread-safe. */
public final class ApplicationReader {

    /** The name of the file that makes a folder an application. */
    public static final String FILE_NAME = "keelstream.yaml";

    private static final List<String> DOCUMENT = List.of("apiVersion", "kind", "metadata", "spec");
    private static final String API_VERSION = "keelstream.io/v1";

    private ApplicationReader() {}

    /**
     * Reads the file; never throws for what is in it.
     *
     * @param file path from the repository's root
     * @param content the bytes
     */
    public static ApplicationFile read(String file, byte[] content) {
        Findings findings = new Findings(file);
        Node document = document(content, findings);
        if (document == null) {
            return new ApplicationFile.Unusable(file, "", List.of(), findings.problems());
        }
        Fields root = new Fields(document, "", DOCUMENT, findings);
        apiVersion(root, findings);
        String kind = root.required("kind");
        root.choice("kind", List.of("Application", "Fleet"));
        return kind.equals("Fleet") ? fleet(file, root, findings) : application(file, root, findings);
    }

    private static ApplicationFile application(String file, Fields root, Findings findings) {
        Fields spec = root.section("spec", List.of("targets", "policy", "release"));
        Fields metadata = root.section("metadata", List.of("name", "labels"));
        String name = name(metadata);
        TargetPolicy policy = new PolicyReader(findings).read(spec, TargetPolicy.DEFAULT);
        new PolicyReader(findings).release(spec);
        List<Fleet.FleetTarget> targets = new TargetReader(findings).read(spec, policy);
        Map<String, String> labels = labels(metadata, findings);
        if (!findings.isEmpty()) {
            return unusable(file, name, targets, findings);
        }
        String base = Paths.parent(file);
        return new ApplicationFile.One(new Application(
                name,
                file,
                base,
                labels,
                targets.stream().map(each -> placed(each, base, name)).toList()));
    }

    private static ApplicationFile fleet(String file, Fields root, Findings findings) {
        Fields spec = root.section("spec", List.of("directories", "targets", "template"));
        Fields metadata = root.section("metadata", List.of("name", "labels"));
        Fields template = spec.section("template", List.of("spec")).section("spec", List.of("policy", "release"));
        TargetPolicy policy = new PolicyReader(findings).read(template, TargetPolicy.DEFAULT);
        new PolicyReader(findings).release(template);
        List<Fleet.FleetTarget> targets = new TargetReader(findings).read(spec, policy);
        List<String> directories = directories(spec, findings);
        Map<String, String> labels = labels(metadata, findings);
        String name = name(metadata);
        if (!findings.isEmpty()) {
            return new ApplicationFile.Unusable(file, "", List.of(), findings.problems());
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
                target.renderer(),
                target.parameters(),
                target.policy());
    }

    private static ApplicationFile unusable(
            String file, String name, List<Fleet.FleetTarget> targets, Findings findings) {
        List<String> names = targets.stream()
                .map(each -> each.target().name())
                .filter(Names::isDnsLabel)
                .distinct()
                .toList();
        return new ApplicationFile.Unusable(file, Names.isDnsLabel(name) ? name : "", names, findings.problems());
    }

    private static void apiVersion(Fields root, Findings findings) {
        String version = root.required("apiVersion");
        Node at = root.get("apiVersion");
        if (at != null && !version.equals(API_VERSION)) {
            findings.add(Reason.INVALID_VALUE, "'apiVersion' must be " + API_VERSION, at);
        }
    }

    private static String name(Fields metadata) {
        metadata.label("name");
        return metadata.required("name");
    }

    private static Map<String, String> labels(Fields metadata, Findings findings) {
        Node node = metadata.get("labels");
        Map<String, String> labels = new LinkedHashMap<>();
        if (node != null) {
            Fields fields = new Fields(node, metadata.path("labels"), findings);
            fields.values().keySet().forEach(label -> fields.text(label).ifPresent(text -> labels.put(label, text)));
        }
        return labels;
    }

    private static List<String> directories(Fields spec, Findings findings) {
        Node node = spec.get("directories");
        List<String> written = new ArrayList<>();
        if (node instanceof org.yaml.snakeyaml.nodes.SequenceNode) {
            spec.list("directories").forEach(item -> written.add(NodeValue.text(item)));
        } else {
            written.add(spec.required("directories"));
        }
        List<String> directories = new ArrayList<>();
        for (String pattern : written) {
            Optional<String> inside = Optional.ofNullable(Paths.resolve("", pattern));
            if (inside.isEmpty() || inside.get().isEmpty() || pattern.contains("**")) {
                findings.add(
                        Reason.INVALID_VALUE,
                        "'" + spec.path("directories") + "' must name folders inside the fleet's own folder, such as"
                                + " apps/* ('**' is not known)",
                        node == null ? spec.node() : node);
            }
            inside.ifPresent(directories::add);
        }
        return directories;
    }

    private static @Nullable Node document(byte[] content, Findings findings) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(64);
        options.setMaxAliasesForCollections(50);
        options.setCodePointLimit(2 << 20);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            List<Node> documents = new ArrayList<>();
            new Yaml(options).composeAll(new StringReader(text)).forEach(documents::add);
            if (documents.size() == 1 && !NodeValue.isNull(documents.getFirst())) {
                Node document = documents.getFirst();
                Node endless = SelfReference.in(document);
                if (endless == null) {
                    return document;
                }
                findings.add(Reason.YAML_SYNTAX, "YAML: an alias names a collection that it stands in", endless);
                return null;
            }
            String count = documents.size() > 1 ? "holds " + documents.size() + " documents" : "is empty";
            findings.add(Reason.INVALID_VALUE, "the file " + count + "; it must hold exactly one", (Mark) null);
        } catch (CharacterCodingException e) {
            findings.add(Reason.YAML_SYNTAX, "the file is not UTF-8 text", (Mark) null);
        } catch (MarkedYAMLException e) {
            findings.add(Reason.YAML_SYNTAX, "YAML: " + e.getProblem(), e.getProblemMark());
        } catch (YAMLException e) {
            findings.add(
                    Reason.YAML_SYNTAX,
                    "YAML: the file is beyond the limits (depth 64, 50 aliases) or not readable",
                    (Mark) null);
        }
        return null;
    }
}
