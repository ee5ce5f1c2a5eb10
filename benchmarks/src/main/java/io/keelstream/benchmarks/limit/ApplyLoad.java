package io.keelstream.benchmarks.limit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The objects of the figures: applications of small ConfigMaps, one namespace for all.
 *
 * @param namespace where they live
 * @param applications number of applications
 * @param objects number of objects of each application
 */
record ApplyLoad(String namespace, int applications, int objects) {

    /**
     * One object to apply.
     *
     * @param name name of the ConfigMap
     * @param body JSON to apply
     */
    record Item(String name, String body) {}

    /** All objects; the round makes their content differ from that of another round. */
    List<Item> items(int round) {
        return IntStream.range(0, applications * objects)
                .mapToObj(number -> item("application-" + number / objects + "-object-" + number % objects, round))
                .toList();
    }

    private Item item(String name, int round) {
        return new Item(name, """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","namespace":"%s",\
            "labels":{"app.kubernetes.io/managed-by":"bare-client"}},\
            "data":{"round":"%d","greeting":"hello from %s"}}\
            """.formatted(name, namespace, round, name));
    }
}
