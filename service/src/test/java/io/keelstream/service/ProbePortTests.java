package io.keelstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.messaging.service.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The port of probes and metrics of a service's process, in its own settings. */
class ProbePortTests {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Idle {

        @Bean
        Service service() {
            return new IdleService();
        }
    }

    @Test
    void probesTakeTheirPathsAndMethodsAloneAndDropHalfOpenConnections() throws Exception {
        SpringApplication process = new SpringApplication(Idle.class, ServiceProcessConfiguration.class);
        process.setDefaultProperties(ServiceProcess.defaults("idle"));
        assertThat(ServiceProcess.defaults("idle")).containsEntry("server.tomcat.connection-timeout", "10s");
        try (ConfigurableApplicationContext running = process.run(
                "--management.server.port=0",
                "--keelstream.installation=test",
                "--server.tomcat.connection-timeout=500ms",
                "--spring.kafka.bootstrap-servers=127.0.0.1:9")) {
            int port = running.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
            try (Socket silent = client(port, "");
                    Socket half = client(port, "GET /livez HTTP/1.1\r\nHost: a\r\n")) {
                assertThat(code(port, "GET", "/livez")).isEqualTo(200);
                assertThat(code(port, "GET", "/readyz")).isEqualTo(200);
                assertThat(code(port, "GET", "/metrics")).isEqualTo(200);
                assertThat(code(port, "GET", "/nothing")).isEqualTo(404);
                assertThat(code(port, "GET", "/env")).isEqualTo(404);
                for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                    assertThat(code(port, method, "/livez")).as(method).isEqualTo(405);
                    assertThat(code(port, method, "/metrics")).as(method).isEqualTo(405);
                }
                assertThat(ended(silent)).isTrue();
                assertThat(ended(half)).isTrue();
            }
        }
    }

    private static int code(int port, String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .method(method, BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static Socket client(int port, String text) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(20_000);
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    /** Whether the server ends the connection, with or without an answer. */
    private static boolean ended(Socket client) {
        try {
            client.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static final class IdleService implements Service {

        @Override
        public String name() {
            return "idle";
        }

        @Override
        public void start() {}

        @Override
        public void stop(Duration limit) {}

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public boolean ownsAll() {
            return true;
        }

        @Override
        public boolean live() {
            return true;
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    }
}
