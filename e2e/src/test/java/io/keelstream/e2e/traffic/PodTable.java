package io.keelstream.e2e.traffic;

import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pods that live, as the tests tell the process that plays them: a file, replaced as a whole. Immutable.
 *
 * @param failing share of the requests that fail, as a dependency would make it
 * @param tag of the image of the pods that depend on it; empty where all do
 * @param pods in the order of their addresses
 */
record PodTable(double failing, String tag, List<Entry> pods) {

    /**
     * A pod.
     *
     * @param address its own
     * @param image of its first container
     * @param restarts how often that container was started again: each time its counters begin at zero
     * @param running whether it runs
     */
    record Entry(String address, String namespace, String name, String image, int restarts, boolean running) {

        /** A pod with an address, as the cluster has it. */
        static Entry of(String address, Manifest pod) {
            Map<String, @Nullable Object> container =
                    Manifest.map(Manifest.list(pod.spec().get("containers")).getFirst());
            List<Object> statuses = Manifest.list(pod.status().get("containerStatuses"));
            Map<String, @Nullable Object> status = statuses.isEmpty() ? Map.of() : Manifest.map(statuses.getFirst());
            return new Entry(
                    address,
                    pod.namespace(),
                    pod.name(),
                    String.valueOf(container.get("image")),
                    status.get("restartCount") instanceof Number count ? count.intValue() : 0,
                    Manifest.map(status.get("state")).containsKey("running"));
        }

        private static Entry parse(String line) {
            String[] words = line.split(" ", -1);
            return new Entry(
                    words[0], words[1], words[2], words[3], Integer.parseInt(words[4]), Boolean.parseBoolean(words[5]));
        }

        private String line() {
            return String.join(
                    " ", address, namespace, name, image, Integer.toString(restarts), Boolean.toString(running));
        }
    }

    PodTable {
        pods = List.copyOf(pods);
    }

    static PodTable read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] fault = lines.getFirst().split(" ", -1);
        return new PodTable(
                Double.parseDouble(fault[0]),
                fault[1],
                lines.stream().skip(1).map(Entry::parse).toList());
    }

    /** Share of the requests to a pod that fail. */
    double failing(String image) {
        return image.endsWith(":" + tag) || tag.isEmpty() ? failing : 0;
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(failing + " " + tag));
        pods.forEach(pod -> lines.add(pod.line()));
        replace(file, String.join("\n", lines));
    }

    /** As Prometheus' discovery by files reads them. */
    void writeTargets(Path file, int port) throws IOException {
        List<String> groups = pods.stream()
                .map(pod -> "{\"targets\": [\"%s:%d\"], \"labels\": {\"namespace\": \"%s\", \"pod\": \"%s\"}}"
                        .formatted(pod.address(), port, pod.namespace(), pod.name()))
                .toList();
        replace(file, "[" + String.join(",\n", groups) + "]");
    }

    /** A reader sees the old content or the new one. */
    private static void replace(Path file, String content) throws IOException {
        Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
