package io.keelstream.cli.adopt.layout;

import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.contracts.text.Printable;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of one {@code keelstream.yaml}: what all targets have in common is said once. Where a person has to look at something, every change
 * waits for approval, so that nothing is applied before somebody saw the plan. Pure.
 */
final class ApplicationText {

    private ApplicationText() {}

    static String of(String name, List<String> targets, List<Draft> drafts) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        Map<String, String> labels = drafts.getFirst().labels();
        if (!labels.isEmpty() && drafts.stream().allMatch(each -> each.labels().equals(labels))) {
            metadata.put("labels", labels);
        }
        List<Map<String, Object>> policies =
                drafts.stream().map(ApplicationText::policy).toList();
        boolean shared = policies.stream().allMatch(each -> each.equals(policies.getFirst()));
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        List<Map<String, @Nullable Object>> written = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            written.add(target(targets.get(i), drafts.get(i), shared ? Map.of() : policies.get(i)));
        }
        spec.put("targets", written);
        if (shared && !policies.getFirst().isEmpty()) {
            spec.put("policy", policies.getFirst());
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("apiVersion", "keelstream.io/v1");
        document.put("kind", "Application");
        document.put("metadata", metadata);
        document.put("spec", spec);
        return heading(drafts) + YamlWriter.write(Manifest.copyOf(document));
    }

    private static Map<String, Object> policy(Draft draft) {
        Map<String, Object> policy = new LinkedHashMap<>();
        if (draft.report().byHand()) {
            policy.put("sync", "manual");
        }
        policy.putAll(draft.policy());
        return policy;
    }

    private static Map<String, @Nullable Object> target(String name, Draft draft, Map<String, Object> policy) {
        Map<String, @Nullable Object> target = new LinkedHashMap<>();
        target.put("name", name);
        if (!draft.place().cluster().isEmpty()) {
            target.put("cluster", draft.place().cluster());
        }
        if (!draft.place().namespace().isEmpty()) {
            target.put("namespace", draft.place().namespace());
        }
        if (!draft.source().chart().isEmpty()) {
            target.put("chart", draft.source().chart());
        }
        if (!draft.source().parameters().isEmpty()) {
            target.put("parameters", draft.source().parameters());
        }
        if (!policy.isEmpty()) {
            target.put("policy", policy);
        }
        return target;
    }

    private static String heading(List<Draft> drafts) {
        StringBuilder heading = new StringBuilder();
        drafts.stream()
                .map(each -> each.report().origin())
                .distinct()
                .forEach(origin -> heading.append(origin.heading())
                        .append(Printable.line(origin.place()))
                        .append('\n'));
        if (drafts.stream().anyMatch(each -> each.report().byHand())) {
            heading.append(
                    "# Something needs a hand, which keelstream adopt lists. Until then changes wait for approval (sync: manual).\n");
        }
        return heading.toString();
    }
}
