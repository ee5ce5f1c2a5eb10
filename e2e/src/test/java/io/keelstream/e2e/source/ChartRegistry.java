package io.keelstream.e2e.source;

import static org.awaitility.Awaitility.await;

import io.keelstream.e2e.cluster.RealControlPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** The registry of the distribution project on this machine, which wants a password, and helm to push charts into it. */
final class ChartRegistry implements AutoCloseable {

    static final String USER = "reader";
    static final String PASSWORD = "Pass-1-word";

    private final Path folder;
    private final int port;
    private final Process process;

    private ChartRegistry(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Starts one with its files in a folder. */
    static ChartRegistry start(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(folder);
        String hash = OpenBSDBCrypt.generate("2y", PASSWORD.toCharArray(), new byte[16], 4);
        Files.writeString(folder.resolve("htpasswd"), USER + ":" + hash + "\n");
        Path config = Files.writeString(folder.resolve("registry.yaml"), """
            version: 0.1
            storage: {filesystem: {rootdirectory: "%1$s/storage"}}
            http: {addr: "127.0.0.1:%2$d"}
            auth: {htpasswd: {realm: tests, path: "%1$s/htpasswd"}}
            """.formatted(folder, port));
        Process process = new ProcessBuilder(
                        RealControlPlane.program("registry").toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        ChartRegistry registry = new ChartRegistry(folder, port, process);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> registry.status() == 401);
        registry.helm("registry", "login", registry.host(), "--username", USER, "--password", PASSWORD, "--plain-http");
        return registry;
    }

    /** Its name in addresses. */
    String host() {
        return "127.0.0.1:" + port;
    }

    /** Packs a chart with one ConfigMap and pushes it, also where the version is there already; returns its digest. */
    String push(String name, String version, String colour) throws IOException, InterruptedException {
        Path chart = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(
                chart.resolve("Chart.yaml"), "apiVersion: v2\nname: %s\nversion: %s\n".formatted(name, version));
        Files.writeString(chart.resolve("values.yaml"), "size: small\n");
        Files.writeString(chart.resolve("templates/settings.yaml"), """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: %s, size: {{ .Values.size }}}
            """.formatted(colour));
        helm("package", chart.toString(), "--destination", folder.toString());
        String said = helm(
                "push",
                folder.resolve(name + "-" + version + ".tgz").toString(),
                "oci://" + host() + "/charts",
                "--plain-http");
        return said.lines()
                .filter(line -> line.startsWith("Digest: "))
                .map(line -> line.substring("Digest: ".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private int status() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://" + host() + "/v2/"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private String helm(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(RealControlPlane.program("helm").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        for (String name : List.of("HOME", "HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME")) {
            builder.environment().put(name, folder.resolve("home").toString());
        }
        Process helm = builder.start();
        String said = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (helm.waitFor() != 0) {
            throw new IllegalStateException("helm " + arguments[0] + " failed: " + said);
        }
        return said;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
