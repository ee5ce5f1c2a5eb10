package io.keelstream.sandbox.fault;

import static io.keelstream.sandbox.SandboxClient.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxClient;
import io.keelstream.sandbox.SandboxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FaultsTests {

    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withoutControllers());
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        client.close();
        sandbox.close();
    }

    @Test
    void limitedFaultHitsSoManyMatchingRequestsAndNoOthers() throws Exception {
        // Given
        Fault fault = new Fault.TooManyRequests(Duration.ofMillis(1500));
        sandbox.faults().inject(new RequestMatch("create", "configmaps"), fault, 1);

        // When
        SandboxClient.Answer other = client.get(CONFIG_MAPS);
        SandboxClient.Answer hit = client.createConfigMap("one");
        SandboxClient.Answer next = client.createConfigMap("one");

        // Then
        assertThat(other.code()).isEqualTo(200);
        assertThat(hit.code()).isEqualTo(429);
        assertThat(hit.response().headers().firstValue("Retry-After")).hasValue("2");
        assertThat(next.code()).isEqualTo(201);
        assertThat(sandbox.faults().hits()).isEqualTo(1);
    }

    @Test
    void bandwidthHoldsARequestForAsLongAsItsBodyTakes() throws Exception {
        // Given
        sandbox.faults().inject(RequestMatch.verb("create"), new Fault.Bandwidth(100));

        // When
        Instant start = Instant.now();
        SandboxClient.Answer read = client.get(CONFIG_MAPS);
        Duration reading = Duration.between(start, Instant.now());
        SandboxClient.Answer written = client.createConfigMap("one");
        Duration writing = Duration.between(start, Instant.now()).minus(reading);

        // Then
        assertThat(read.code()).isEqualTo(200);
        assertThat(written.code()).isEqualTo(201);
        assertThat(writing).isGreaterThan(Duration.ofMillis(200)).isGreaterThan(reading);
    }

    @Test
    void serverErrorDoesNothing() throws Exception {
        // Given
        try (Injection injected = sandbox.faults().inject(RequestMatch.verb("create"), new Fault.ServerError(503))) {
            // When
            SandboxClient.Answer hit = client.createConfigMap("one");

            // Then
            assertThat(injected).isNotNull();
            assertThat(hit.body()).containsEntry("reason", "ServiceUnavailable");
        }
        assertThat(client.get(CONFIG_MAPS + "/one").code()).isEqualTo(404);
    }

    @Test
    void connectionThatEndsBeforeTheEffectLeavesNothing() throws Exception {
        // Given
        sandbox.faults().inject(RequestMatch.verb("create"), new Fault.ResetBefore());

        // When, Then
        assertThatThrownBy(() -> client.createConfigMap("one")).isInstanceOf(IOException.class);
        assertThat(client.get(CONFIG_MAPS + "/one").code()).isEqualTo(404);
    }

    @Test
    void connectionThatEndsAfterTheEffectLeavesTheObject() throws Exception {
        // Given
        sandbox.faults().inject(RequestMatch.resource("configmaps"), new Fault.ResetAfter(), 1);

        // When, Then
        assertThatThrownBy(() -> client.createConfigMap("one")).isInstanceOf(IOException.class);
        assertThat(client.get(CONFIG_MAPS + "/one").code()).isEqualTo(200);
    }

    @Test
    void droppedWatchEnds() throws Exception {
        // Given
        try (BufferedReader watch = watch("0")) {
            client.createConfigMap("one");
            assertThat(watch.readLine()).contains("\"one\"");

            // When
            sandbox.faults().dropWatches();

            // Then
            assertThat(watch.readLine()).isNull();
        }
    }

    @RepeatedTest(20)
    void silentWatchSaysNothingAndIsEndedWhenWatchesSpeakAgain() throws Exception {
        // Given
        try (BufferedReader watch = watch("0")) {
            client.createConfigMap("one");
            assertThat(watch.readLine()).contains("\"one\"");

            // When
            sandbox.faults().silenceWatches();
            client.createConfigMap("two");
            sandbox.faults().unsilenceWatches();

            // Then
            assertThat(watch.readLine()).isNull();
        }
    }

    @Test
    void watchThatSpeaksOutlivesFaultsThatAreTakenBack() throws Exception {
        // Given
        try (BufferedReader watch = watch("0")) {
            // When
            sandbox.faults().clear();
            client.createConfigMap("one");

            // Then
            assertThat(watch.readLine()).contains("\"one\"");
        }
    }

    @Test
    void forgottenHistoryIsGone() throws Exception {
        // Given
        String version = new Manifest(client.createConfigMap("one").body()).resourceVersion();
        client.createConfigMap("two");

        // When
        sandbox.faults().forgetHistory();

        // Then
        try (BufferedReader watch = watch(version)) {
            assertThat(watch.readLine()).contains("\"code\":410");
        }
    }

    @Test
    void skewedClockShowsInWhatIsWrittenUntilItIsSetRight() throws Exception {
        // When
        sandbox.faults().skewClock(Duration.ofHours(1));
        Manifest late = new Manifest(client.createConfigMap("late").body());
        sandbox.faults().clear();
        Manifest now = new Manifest(client.createConfigMap("now").body());

        // Then
        assertThat(created(late)).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
        assertThat(created(now)).isBefore(Instant.now().plus(Duration.ofMinutes(10)));
    }

    private static Instant created(Manifest object) {
        return Instant.parse(String.valueOf(object.metadata().get("creationTimestamp")));
    }

    private BufferedReader watch(String version) throws Exception {
        return new BufferedReader(new InputStreamReader(
                client.open(CONFIG_MAPS + "?watch=1&resourceVersion=" + version), StandardCharsets.UTF_8));
    }
}
