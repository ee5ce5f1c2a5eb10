package io.keelstream.e2e.traffic;

import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pods of a control plane as servers at their own addresses, which this host reaches. They answer as long as the cluster has
 * them and some seconds more. One at a time per host. Thread-safe.
 */
public final class Pods implements AutoCloseable {

    /** The port of every pod. */
    public static final int PORT = 8080;

    /** Connections stay until their client ends them, as a server behind a proxy has to let them. */
    private static final List<String> OPTIONS = List.of(
            "-Dsun.net.httpserver.idleInterval=100000",
            "-Dsun.net.httpserver.maxIdleConnections=100000",
            "-Dsun.net.httpserver.nodelay=true");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path table;
    private final Path targets;
    private final Map<String, PodTable.Entry> pods = new TreeMap<>();
    private final ChildProcess process;
    private final Watch watch;
    private double failing;
    private String failingTag = "";

    private Pods(LiveCluster cluster, Path folder) throws IOException {
        Files.createDirectories(folder);
        table = folder.resolve("pods");
        targets = folder.resolve("targets.json");
        publish();
        List<String> java = JavaCommand.of(
                Stream.concat(JavaCommand.SMALL.stream(), OPTIONS.stream()).toList(),
                PodServer.class,
                table.toString(),
                Integer.toString(PORT),
                Long.toString(ProcessHandle.current().pid()));
        process = ChildProcess.start("pods", folder, PodNetwork.command(java));
        process.awaitPrinted(PodServer.READY, LIMIT);
        PodNetwork.join(process.handle().pid());
        watch = cluster.client()
                .watch(
                        new WatchRequest(
                                cluster.client().discovery().find("v1", "Pod").orThrow(), "", "", false),
                        new Listener());
    }

    /** Why this does not work here; empty where it does. */
    public static Optional<String> whyNot() {
        return PodNetwork.whyNot();
    }

    /** Plays the pods of a cluster. */
    public static Pods of(LiveCluster cluster, Path folder) throws IOException {
        return new Pods(cluster, folder);
    }

    /** A file from which Prometheus discovers them, with the labels {@code namespace} and {@code pod}. */
    public Path targets() {
        return targets;
    }

    /** Every pod fails this share of its requests, as when something fails that all of them need. */
    public void fail(double share) {
        fail(share, "");
    }

    /** Every pod with an image of this tag fails this share of its requests, whatever it did before. */
    public synchronized void fail(double share, String tag) {
        failing = share;
        failingTag = tag;
        publish();
    }

    @Override
    public void close() {
        watch.close();
        process.close();
    }

    private synchronized void publish() {
        try {
            PodTable now = new PodTable(failing, failingTag, new ArrayList<>(pods.values()));
            now.write(table);
            now.writeTargets(targets, PORT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of two pods that had the same address the later one has it. */
    private final class Listener implements WatchListener {

        @Override
        public void listed(List<Manifest> objects, String resourceVersion) {
            synchronized (Pods.this) {
                pods.clear();
                objects.forEach(this::put);
                publish();
            }
        }

        @Override
        public void changed(Manifest pod) {
            synchronized (Pods.this) {
                if (pod.terminating()) {
                    remove(pod);
                } else {
                    put(pod);
                }
                publish();
            }
        }

        @Override
        public void deleted(Manifest pod) {
            synchronized (Pods.this) {
                remove(pod);
                publish();
            }
        }

        private void put(Manifest pod) {
            if (pod.status().get("podIP") instanceof String address) {
                pods.put(address, PodTable.Entry.of(address, pod));
            }
        }

        private void remove(Manifest pod) {
            pods.values()
                    .removeIf(entry ->
                            entry.name().equals(pod.name()) && entry.namespace().equals(pod.namespace()));
        }
    }
}
