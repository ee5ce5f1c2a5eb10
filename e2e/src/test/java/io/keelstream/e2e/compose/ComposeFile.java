package io.keelstream.e2e.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The repository's {@code docker-compose.yml}. Immutable.
 *
 * @param root folder of the repository
 * @param services by name, in the file's order
 */
record ComposeFile(Path root, Map<String, ComposedService> services) {

    private static final String NAME = "docker-compose.yml";

    /** Reads it, from whichever folder below the repository's the test runs in. */
    static ComposeFile read() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(NAME))) {
                return read(at);
            }
        }
        throw new IllegalStateException(NAME + " is not found");
    }

    private static ComposeFile read(Path root) throws IOException {
        Map<String, ComposedService> services = new LinkedHashMap<>();
        yaml(root.resolve(NAME), "services")
                .forEach((name, written) ->
                        services.put(name, new ComposedService(name, root, ComposedService.map(written))));
        return new ComposeFile(root, services);
    }

    /** The service of this name. */
    ComposedService service(String name) {
        ComposedService found = services.get(name);
        if (found == null) {
            throw new IllegalStateException(NAME + " has no service " + name);
        }
        return found;
    }

    /** The services that run Keelstream itself: those with the probes' port. */
    List<ComposedService> ofKeelstream() {
        return services.values().stream()
                .filter(service -> String.join(" ", service.healthCheck()).contains("/readyz HTTP"))
                .toList();
    }

    /** A map below the top of a YAML file. */
    static Map<String, Object> yaml(Path file, String key) throws IOException {
        Object all = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        return ComposedService.map(ComposedService.map(all).get(key));
    }
}
