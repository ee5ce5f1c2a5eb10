package io.keelstream.gitwatcher.evaluation;

import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.kubernetes.object.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Renders a chart to a ConfigMap that says what it saw of its cluster; charts with a file {@code asks} ask. */
public final class AskingRenderer implements Renderer {

    @Override
    public String version() {
        return "helm/test";
    }

    @Override
    public List<Entry> inputs(RenderRequest request) {
        Entry folder = request.snapshot().find(request.target().path());
        return folder == null ? List.of() : List.of(folder);
    }

    @Override
    public boolean asksCluster(RenderRequest request) {
        return request.snapshot().find(request.target().path() + "/asks") != null;
    }

    @Override
    public RenderResult render(RenderRequest request) {
        Map<String, Object> metadata = new HashMap<>(Map.of("name", request.application()));
        Map<String, Object> data = new HashMap<>(Map.of(
                "version", request.cluster().kubeVersion(),
                "apis", String.join(" ", request.cluster().apiVersions())));
        Map<String, Object> tree =
                new HashMap<>(Map.of("apiVersion", "v1", "kind", "ConfigMap", "metadata", metadata, "data", data));
        return new RenderResult.Rendered(
                "helm", List.of(new SourceObject(new Manifest(tree), "Chart.yaml")), List.of());
    }
}
