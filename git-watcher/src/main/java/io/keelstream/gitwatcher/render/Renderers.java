package io.keelstream.gitwatcher.render;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.List;

/**
 * Chooses the renderer of a target: the one it names, or the one that fits its folder.
 *
 * @param files for plain YAML and templates
 * @param kustomize for kustomizations
 * @param helm for charts
 */
public record Renderers(Renderer files, Renderer kustomize, Renderer helm) {

    /** Names under which kustomize looks for a kustomization. */
    public static final List<String> KUSTOMIZATION_FILES =
            List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    /**
     * The renderer for a target: helm for a chart from elsewhere; otherwise {@code Chart.yaml} takes precedence over a kustomization, a kustomization over
     * everything else.
     */
    public Renderer choose(RenderRequest request) {
        if (request.target().chart() != null) {
            return helm;
        }
        return switch (request.target().renderer()) {
            case YAML, TEMPLATE -> files;
            case KUSTOMIZE -> kustomize;
            case HELM -> helm;
            case AUTO -> detect(request.snapshot(), request.target().path());
        };
    }

    private Renderer detect(Snapshot snapshot, String path) {
        if (isFile(snapshot, path, "Chart.yaml")) {
            return helm;
        }
        return KUSTOMIZATION_FILES.stream().anyMatch(name -> isFile(snapshot, path, name)) ? kustomize : files;
    }

    private static boolean isFile(Snapshot snapshot, String path, String name) {
        Entry entry = snapshot.find(Paths.join(path, name));
        return entry != null && entry.isFile();
    }
}
