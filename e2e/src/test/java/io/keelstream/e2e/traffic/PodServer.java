package io.keelstream.e2e.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The process that plays every pod: one server for all addresses of its network namespace, where the address that a request was
 * sent to says which pod answers. It follows a {@link PodTable} and ends with the process that started it. As a real pod does on SIGTERM,
 * one that is gone from the table answers for some seconds more; one whose container does not run breaks every connection.
 */
final class PodServer {

    /** What the process prints when it listens. */
    static final String READY = "listening";

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration DRAIN = Duration.ofSeconds(3);

    /** The proxy may know a new pod before the table names it. */
    private static final Duration STARTING = Duration.ofSeconds(1);

    private final Path table;
    private final Map<String, ServingPod> pods = new ConcurrentHashMap<>();

    /** Addresses that the table does not name any more, with the time from when on nobody answers there. */
    private final Map<String, Long> draining = new HashMap<>();

    private volatile PodTable last = new PodTable(0, "", List.of());

    private PodServer(Path table) {
        this.table = table;
    }

    /** Arguments: the file with the table, the port of every pod, the process id of its owner. */
    public static void main(String... arguments) throws Exception {
        PodServer pods = new PodServer(Path.of(arguments[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[1])), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", pods::answer);
        server.start();
        System.out.println(READY);
        ProcessHandle owner =
                ProcessHandle.of(Long.parseLong(arguments[2])).orElseThrow(() -> new IllegalStateException("no owner"));
        while (owner.isAlive()) {
            pods.follow();
            Thread.sleep(LOOK);
        }
        server.stop(0);
    }

    private void follow() throws IOException {
        PodTable now = PodTable.read(table);
        last = now;
        List<String> gone = new ArrayList<>(pods.keySet());
        for (PodTable.Entry entry : now.pods()) {
            pods.compute(
                    entry.address(),
                    (_, before) -> before != null && before.is(entry) ? before : new ServingPod(entry));
            draining.remove(entry.address());
            gone.remove(entry.address());
        }
        for (String address : gone) {
            long end = draining.computeIfAbsent(address, _ -> System.nanoTime() + DRAIN.toNanos());
            if (System.nanoTime() - end > 0) {
                pods.remove(address);
                draining.remove(address);
            }
        }
    }

    /** An exchange that ends without an answer breaks the connection. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ServingPod pod = pod(exchange.getLocalAddress().getAddress().getHostAddress());
            if (pod == null || !pod.running()) {
                return;
            }
            if (exchange.getRequestURI().getPath().equals("/metrics")) {
                pod.metrics(exchange);
            } else {
                pod.answer(exchange, last.failing(pod.image()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable ServingPod pod(String address) throws InterruptedException {
        long end = System.nanoTime() + STARTING.toNanos();
        ServingPod pod = pods.get(address);
        while (pod == null && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK);
            pod = pods.get(address);
        }
        return pod;
    }
}
