package io.keelstream.benchmarks.limit;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Applies objects and does nothing else: no plan, no retry, no reading of answers. What it needs is what the API server
 * needs, so it is the limit for everything that applies the same objects on the same machine in the same run.
 */
public final class BareClient {

    private static final String NAMESPACE = "bare-client";

    private final ApiClient client;
    private final int inFlight;

    private BareClient(ApiClient client, int inFlight) {
        this.client = client;
        this.inFlight = inFlight;
    }

    /**
     * Prints for each operation the seconds on the clock and on the processors.
     *
     * @param arguments kubeconfig, number of applications, objects of each; optionally the requests in flight (16, 32)
     * @throws Exception when the cluster refuses
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println("arguments: KUBECONFIG APPLICATIONS OBJECTS [IN-FLIGHT...]");
            System.exit(2);
        }
        ApplyLoad load = new ApplyLoad(NAMESPACE, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        List<Integer> widths = new ArrayList<>();
        for (int at = 3; at < arguments.length; at++) {
            widths.add(Integer.parseInt(arguments[at]));
        }
        int round = 0;
        for (int width : widths.isEmpty() ? List.of(16, 32) : widths) {
            BareClient bare = new BareClient(client(Path.of(arguments[0])), width);
            bare.begin(load);
            for (String operation : List.of("dry-run", "create", "update", "unchanged")) {
                round += operation.equals("unchanged") ? 0 : 1;
                double before = processorSeconds();
                double seconds = bare.run(load.items(round), operation.equals("dry-run"));
                System.out.printf(
                        "%-9s %d requests, %d in flight: %.2f s, %.2f CPU s of this process%n",
                        operation, load.applications() * load.objects(), width, seconds, processorSeconds() - before);
            }
            bare.end();
        }
    }

    /**
     * What the server of this kubeconfig needs for the objects of so many applications.
     *
     * @param inFlight requests at once
     * @throws Exception when the cluster refuses
     */
    public static Limit measure(Path kubeconfig, int applications, int objects, int inFlight) throws Exception {
        ApplyLoad load = new ApplyLoad(NAMESPACE, applications, objects);
        BareClient bare = new BareClient(client(kubeconfig), inFlight);
        bare.begin(load);
        double dryRun = bare.run(load.items(1), true);
        double apply = bare.run(load.items(1), false);
        bare.end();
        return new Limit(dryRun, apply);
    }

    /**
     * The least that can be done.
     *
     * @param dryRun seconds for one dry-run of every object
     * @param apply seconds for one apply of every object, all new
     */
    public record Limit(double dryRun, double apply) {

        /** Seconds for both, one after the other. */
        public double sum() {
            return dryRun + apply;
        }
    }

    private static double processorSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1000.0;
    }

    private double run(List<ApplyLoad.Item> items, boolean dryRun) throws InterruptedException, ExecutionException {
        Semaphore slots = new Semaphore(inFlight);
        long start = System.nanoTime();
        List<Future<?>> sent = new ArrayList<>(items.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ApplyLoad.Item item : items) {
                slots.acquire();
                sent.add(threads.submit(() -> {
                    try {
                        apply("/api/v1/namespaces/" + NAMESPACE + "/configmaps/" + item.name(), item.body(), dryRun);
                    } finally {
                        slots.release();
                    }
                    return item.name();
                }));
            }
        }
        for (Future<?> each : sent) {
            each.get();
        }
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }

    private void begin(ApplyLoad load) throws ApiException, IOException {
        apply("/api/v1/namespaces/" + NAMESPACE, """
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}\
            """.formatted(load.namespace()), false);
    }

    private void end() throws ApiException, IOException {
        send("DELETE", "/api/v1/namespaces/" + NAMESPACE + "/configmaps", List.of(), "{}");
    }

    private void apply(String path, String body, boolean dryRun) throws ApiException, IOException {
        List<Pair> query = new ArrayList<>(
                List.of(new Pair("fieldManager", "bare-client"), new Pair("fieldValidation", "Strict")));
        query.add(new Pair("force", "true"));
        if (dryRun) {
            query.add(new Pair("dryRun", "All"));
        }
        send("PATCH", path, query, body);
    }

    private void send(String method, String path, List<Pair> query, String body) throws ApiException, IOException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Content-Type", method.equals("PATCH") ? "application/apply-patch+yaml" : "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String[] bearer = {"BearerToken"};
        try (Response response = client.buildCall(
                                null, path, method, query, List.of(), bytes, headers, Map.of(), Map.of(), bearer, null)
                        .execute();
                ResponseBody answer = response.body()) {
            byte[] content = answer.bytes();
            if (!response.isSuccessful()) {
                throw new IOException(response.code() + " " + new String(content, StandardCharsets.UTF_8));
            }
        }
    }

    private static ApiClient client(Path kubeconfig) throws IOException {
        try (Reader reader = Files.newBufferedReader(kubeconfig)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setFile(kubeconfig.toFile());
            return ClientBuilder.kubeconfig(config, Duration.ofMinutes(1)).build();
        }
    }
}
