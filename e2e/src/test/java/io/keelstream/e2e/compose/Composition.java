package io.keelstream.e2e.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.container.TestEngine;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * {@code docker-compose.yml} with the stand-ins of {@code deploy/compose/local.yaml}, on an engine for tests. Used by one thread.
 */
final class Composition implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(6);

    private static final List<String> ONCE = List.of("provision", "accounts");
    private static final String STATE =
            "{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}} {{.State.ExitCode}}{{end}}";

    private final ComposeFile file;
    private final TestEngine engine;
    private final Program compose;

    private Composition(ComposeFile file, TestEngine engine) {
        this.file = file;
        this.engine = engine;
        this.compose = engine.with(DockerCompose.find()
                .orElseThrow(() -> new IllegalStateException("install the Debian package docker-compose"))
                .in(file.root())
                .with("COMPOSE_PROJECT_NAME", "keelstream"));
    }

    /** Starts an engine that has the stand-ins; no container runs yet. */
    static Composition on(ComposeFile file) {
        Composition composition = new Composition(file, TestEngine.start());
        composition.engine.loadStandIns();
        return composition;
    }

    /** {@code up}, for those of the services that do not run. */
    void up() {
        compose("up", "--detach", "--no-build");
    }

    /** {@code down}: containers and networks go, volumes stay. */
    void down() {
        compose("down");
    }

    /** The services that run all the time. Grafana is left out. */
    List<String> lasting() {
        return file.services().keySet().stream()
                .filter(service -> !service.equals("grafana") && !ONCE.contains(service))
                .toList();
    }

    /** Waits until every service works; those that have something to do once have done it. */
    void awaitHealthy() {
        ONCE.forEach(service -> awaitState(service, "exited 0"));
        lasting()
                .forEach(service ->
                        awaitState(service, file.service(service).healthCheck().isEmpty() ? "running 0" : "healthy"));
    }

    /** Waits until the engine has started the service anew, once, because its process had ended. */
    void awaitRestart(String service) {
        Awaitility.await(service + " is started again")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(inspect(service, "{{.RestartCount}} {{.State.Running}}"))
                        .isEqualTo("1 true"));
    }

    /** The service's process ends as if it had crashed; {@code docker kill} would count as somebody's wish. */
    void crash(String service) {
        engine.inside("kill", "-KILL", inspect(service, "{{.State.Pid}}"));
    }

    /** What a person's command prints on the host of the containers. */
    String asPerson(String... command) {
        Ended ended = engine.onHost(command);
        assertThat(ended.code())
                .as(() -> String.join(" ", command) + ": " + ended.text())
                .isZero();
        return ended.out();
    }

    /** What a command prints in the container of a service. */
    String inside(String service, String... command) {
        List<String> all = new ArrayList<>(List.of("exec", id(service)));
        all.addAll(List.of(command));
        return engine.docker(all);
    }

    /** What a service wrote. */
    String printed(String service) {
        return service + ":\n" + engine.run("logs", "--tail=100", id(service)).text();
    }

    /** Containers, networks and volumes go. */
    @Override
    public void close() {
        try {
            compose("down", "--volumes", "--timeout=0");
        } finally {
            engine.close();
        }
    }

    private void awaitState(String service, String expected) {
        Awaitility.await(service + " is " + expected)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(inspect(service, STATE))
                        .as(() -> printed(service))
                        .isEqualTo(expected));
    }

    private String inspect(String service, String format) {
        return engine.docker("inspect", "--format=" + format, id(service));
    }

    private String id(String service) {
        return engine.docker("ps", "--all", "--quiet", "--filter=label=com.docker.compose.service=" + service);
    }

    private void compose(String... verb) {
        List<String> all = new ArrayList<>(List.of("-f", "docker-compose.yml", "-f", "deploy/compose/local.yaml"));
        all.addAll(List.of(verb));
        Ended ended = compose.run(LIMIT, "", all);
        assertThat(ended.code())
                .as(() -> String.join(" ", verb) + ": " + ended.text())
                .isZero();
    }
}
