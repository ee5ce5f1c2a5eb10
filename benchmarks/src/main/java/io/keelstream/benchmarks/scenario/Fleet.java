package io.keelstream.benchmarks.scenario;

import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Applications of the figures, all in one namespace: ConfigMaps, or one Deployment each. Used by one thread.
 *
 * @param repository where they are written
 * @param namespace the namespace of all of them
 * @param prefix what their names begin with
 * @param applications how many
 */
public record Fleet(InfraRepository repository, String namespace, String prefix, int applications) {

    /** ConfigMaps of one application. */
    public static final int OBJECTS = 4;

    /** Name of an application. */
    String name(int number) {
        return String.format(Locale.ROOT, "%s-%04d", prefix, number);
    }

    /** Every target. */
    public List<String> targets() {
        return IntStream.range(0, applications)
                .mapToObj(number -> "production/" + name(number))
                .toList();
    }

    /** Writes {@value OBJECTS} ConfigMaps for each application. */
    public void writeConfigMaps() throws IOException {
        for (int number = 0; number < applications; number++) {
            writeApplication(number);
            for (int object = 0; object < OBJECTS; object++) {
                touch(number, object, "hello");
            }
        }
    }

    /** Writes one Deployment of one replica for each application. */
    void writeDeployments() throws IOException {
        for (int number = 0; number < applications; number++) {
            writeApplication(number);
            repository.write(folder(number) + "/deployment.yaml", Manifests.deployment(name(number), "web:1"));
        }
    }

    /** Gives one ConfigMap another value. */
    void touch(int number, int object, String value) throws IOException {
        repository.write(
                folder(number) + "/object-" + object + ".yaml", Manifests.configMap(configMap(number, object), value));
    }

    /** Name of a ConfigMap. */
    String configMap(int number, int object) {
        return name(number) + "-object-" + object;
    }

    private void writeApplication(int number) throws IOException {
        repository.write(folder(number) + "/keelstream.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec:
              targets:
                - {name: production, cluster: default, namespace: %s}
            """.formatted(name(number), namespace));
    }

    private String folder(int number) {
        return "apps/" + name(number);
    }
}
