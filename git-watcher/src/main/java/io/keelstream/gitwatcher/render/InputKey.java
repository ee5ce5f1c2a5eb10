package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.RemoteChart;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The name of a render: equal keys, equal bundles. Stateless. */
public final class InputKey {

    /** Incremented when the way of making bundles changes, so that a newer version renders everything again. */
    private static final int GENERATION = 4;

    private InputKey() {}

    /**
     * The key of a request.
     *
     * @param request what is rendered
     * @param version version of the renderer
     * @param inputs everything that the renderer may read in the repository
     * @param digests what it reads of charts and bases from elsewhere, by the keys of their addresses
     */
    public static String of(RenderRequest request, String version, List<Entry> inputs, Map<String, String> digests) {
        Target target = request.target();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("generation", GENERATION);
        tree.put("renderer", version);
        tree.put("application", request.application());
        tree.put("target", target.name());
        tree.put("cluster", target.cluster());
        tree.put("kubeVersion", request.cluster().kubeVersion());
        tree.put("apiVersions", List.copyOf(request.cluster().apiVersions()));
        tree.put("namespace", target.namespace());
        tree.put("path", target.path());
        tree.put("choice", target.renderer().label());
        tree.put("policy", policy(target.policy()));
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        target.parameters().forEach((name, each) -> {
            List<@Nullable Object> both = new ArrayList<>();
            both.add(each.text());
            both.add(each.value());
            parameters.put(name, both);
        });
        tree.put("parameters", parameters);
        Map<String, @Nullable Object> ids = new LinkedHashMap<>();
        inputs.forEach(entry -> ids.put(entry.path(), entry.id()));
        tree.put("inputs", ids);
        if (!digests.isEmpty()) {
            tree.put("sources", new TreeMap<String, @Nullable Object>(digests));
        }
        RemoteChart chart = target.chart();
        if (chart != null) {
            tree.put("chart", chart.wanted().address().key());
            tree.put("values", chart.values() == null ? null : List.copyOf(chart.values()));
        }
        return ObjectDigest.of(tree);
    }

    private static String policy(TargetPolicy policy) {
        return policy.toString();
    }
}
