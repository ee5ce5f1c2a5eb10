package io.keelstream.kubernetes.policy;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects of a target, from YAML, in the namespace {@code shop}. */
public final class Objects {

    private Objects() {}

    /** All documents. */
    public static TargetObjects of(String yaml) {
        Map<ObjectReference, Manifest> all = new LinkedHashMap<>();
        new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .forEach(each -> {
                    Manifest manifest = each.manifest();
                    all.put(manifest.reference().inNamespace("shop"), manifest);
                });
        return new TargetObjects(all);
    }

    /** The facts by which objects break a rule, in order. */
    public static List<String> facts(Rule rule, String yaml) {
        return new RuleBook(List.of(rule))
                .all(of(yaml), TargetObjects.NONE).stream()
                        .flatMap(each -> each.facts().stream())
                        .toList();
    }
}
