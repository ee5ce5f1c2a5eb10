package io.keelstream.benchmarks.drift;

import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Applications of 19 ConfigMaps and one Deployment without pods, all in one namespace. Used by one thread.
 *
 * @param applications how many
 */
record Fleet(int applications) {

    static final String NAMESPACE = "drifting";
    static final int CONFIG_MAPS = 19;

    /** Of each application. */
    static final int OBJECTS = CONFIG_MAPS + 1;

    int objects() {
        return applications * OBJECTS;
    }

    List<String> targets() {
        return IntStream.range(0, applications)
                .mapToObj(number -> "production/" + name(number))
                .toList();
    }

    /** Names of all ConfigMaps. */
    List<String> configMaps() {
        List<String> names = new ArrayList<>();
        for (int number = 0; number < applications; number++) {
            for (int object = 0; object < CONFIG_MAPS; object++) {
                names.add(configMap(number, object));
            }
        }
        return names;
    }

    /** Names of all Deployments. */
    List<String> deployments() {
        return IntStream.range(0, applications).mapToObj(Fleet::name).toList();
    }

    void write(InfraRepository repository) throws IOException {
        for (int number = 0; number < applications; number++) {
            String folder = "apps/" + name(number) + "/";
            repository.write(folder + "keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: %s}
                spec:
                  targets:
                    - {name: production, cluster: default, namespace: %s}
                """.formatted(name(number), NAMESPACE));
            for (int object = 0; object < CONFIG_MAPS; object++) {
                repository.write(
                        folder + "settings-" + object + ".yaml", Manifests.configMap(configMap(number, object), "git"));
            }
            repository.write(
                    folder + "deployment.yaml",
                    Manifests.deployment(name(number), "web:1").replace("replicas: 1", "replicas: 0"));
        }
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "app-%04d", number);
    }

    private static String configMap(int number, int object) {
        return name(number) + "-settings-" + object;
    }
}
