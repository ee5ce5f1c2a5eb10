package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.targets.TargetPolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One target of an application, with every default filled in.
 *
 * @param name the target's own name
 * @param cluster name of a cluster of the installation
 * @param namespace namespace of objects without one
 * @param path folder of its files, from the repository's root
 * @param rendering how its files become objects
 * @param policy rules
 */
public record Target(
        String name, String cluster, String namespace, String path, Rendering rendering, TargetPolicy policy) {

    /** One whose files are all in the repository. */
    public Target(
            String name,
            String cluster,
            String namespace,
            String path,
            RendererChoice renderer,
            Map<String, Parameter> parameters,
            TargetPolicy policy) {
        this(name, cluster, namespace, path, new Rendering(renderer, parameters, null), policy);
    }

    /**
     * How files become objects.
     *
     * @param renderer the chosen renderer
     * @param parameters in the order of the file
     * @param chart the chart that is rendered with the target's files as values; null where the target's folder is what is rendered
     */
    public record Rendering(
            RendererChoice renderer,
            Map<String, Parameter> parameters,
            @Nullable RemoteChart chart) {

        public Rendering {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /** The chosen renderer. */
    public RendererChoice renderer() {
        return rendering.renderer();
    }

    /** Its parameters in the order of the file. */
    public Map<String, Parameter> parameters() {
        return rendering.parameters();
    }

    /** The chart from elsewhere; null where the target's folder is what is rendered. */
    public @Nullable RemoteChart chart() {
        return rendering.chart();
    }
}
