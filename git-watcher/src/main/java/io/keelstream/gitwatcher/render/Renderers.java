package io.keelstream.gitwatcher.render;

import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses the renderer of a target: the one it names, or the one that fits its folder.
 *
 * @param files for plain YAML and templates
 * @param kustomize for kustomizations
 * @param helm for charts
 * @param own the installation's own, by name
 */
public record Renderers(Renderer files, Renderer kustomize, Renderer helm, SortedMap<String, Renderer> own) {

    public Renderers {
        own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
    }

    /** Those of an installation that has none of its own. */
    public Renderers(Renderer files, Renderer kustomize, Renderer helm) {
        this(files, kustomize, helm, new TreeMap<>());
    }

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
            case RendererChoice.BuiltIn.YAML, RendererChoice.BuiltIn.TEMPLATE -> files;
            case RendererChoice.BuiltIn.KUSTOMIZE -> kustomize;
            case RendererChoice.BuiltIn.HELM -> helm;
            case RendererChoice.BuiltIn.AUTO ->
                detect(request.snapshot(), request.target().path());
            case RendererChoice.Exec(String name) -> own(name);
        };
    }

    private Renderer own(String name) {
        Renderer known = own.get(name);
        if (known != null) {
            return known;
        }
        String others = own.isEmpty() ? "it has none of its own" : "it has " + String.join(", ", own.keySet());
        return new MissingRenderer(
                "exec:" + name,
                "the installation has no renderer of this name (" + others + "). Correct the name, or add it under"
                        + " keelstream.renderers.exec of the installation; 'render' and 'validate' read that with --config FILE");
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
