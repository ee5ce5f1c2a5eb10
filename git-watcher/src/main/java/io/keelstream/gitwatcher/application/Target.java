package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.targets.TargetPolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One target of an application, with every default filled in.
 *
 * @param name the target's own name
 * @param cluster name of a cluster of the installation
 * @param namespace namespace of objects without one
 * @param path folder of its files, from the repository's root
 * @param renderer the chosen renderer
 * @param parameters in the order of the file
 * @param policy rules
 */
public record Target(
        String name,
        String cluster,
        String namespace,
        String path,
        RendererChoice renderer,
        Map<String, Parameter> parameters,
        TargetPolicy policy) {

    public Target {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
