package io.keelstream.gitwatcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.git.GitCredentials;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReceiverTests {

    private static final String SECRET = "0123456789abcdef";
    private static final WebhookSettings GITHUB = new WebhookSettings(Provider.GITHUB, SECRET);
    private static final WebhookSettings GENERIC = new WebhookSettings(Provider.GENERIC, SECRET);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> woken = new ArrayList<>();
    private final WebhookReceiver receiver = new WebhookReceiver(
            Map.of("infra", GITHUB, "tools", GENERIC),
            List.of(
                    ref("infra", "refs/heads/main"),
                    ref("infra", "refs/tags/v1"),
                    ref("infra", "HEAD"),
                    ref("tools", "refs/heads/main"),
                    ref("tools", "refs/heads/next"),
                    ref("silent", "refs/heads/main")),
            (ref, provider) -> woken.add(ref.key()),
            meters,
            Duration.ofMillis(100));

    @Test
    void pushWakesTheRefsThatItNamesAndHead() {
        assertThat(receive("infra", "{\"ref\":\"refs/heads/main\"}")).isEqualTo(Outcome.ACCEPTED);
        assertThat(woken).containsExactlyInAnyOrder("infra@refs/heads/main", "infra@HEAD");
    }

    @Test
    void tagWakesNoBranch() {
        assertThat(receive("infra", "{\"ref\":\"refs/tags/v1\"}")).isEqualTo(Outcome.ACCEPTED);
        assertThat(woken).containsExactly("infra@refs/tags/v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"zen\":\"Speak like a human.\"}", "{\"ref\":\"refs/tags/v2\"}", "{\"ref\":\"main\"}", ""})
    void deliveryThatNamesNoWatchedRefIsTakenAndWakesNothing(String body) {
        assertThat(receive("infra", body)).isEqualTo(Outcome.IGNORED);
        assertThat(woken).isEmpty();
    }

    @Test
    void genericDeliveryWithoutARefWakesAllRefsOfItsRepository() {
        assertThat(receive("tools", "")).isEqualTo(Outcome.ACCEPTED);
        assertThat(woken).containsExactly("tools@refs/heads/main", "tools@refs/heads/next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "silent", "INFRA", "../infra", "infra/", "nobody"})
    void repositoryWithoutAWebhookIsUnknownAndItsBodyIsNotRead(String repository) {
        assertThat(receiver.receive(new Sent(repository, Map.of(), -1, unreadable())))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(meters.get("keelstream.webhooks")
                        .tags("repository", "", "outcome", "unknown")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void forgedDeliveryWakesNothingAndIsNotParsed() {
        assertThat(receiver.receive(sent("infra", "{\"ref\":", "another secret...")))
                .isEqualTo(Outcome.FORGED);
        assertThat(receiver.receive(new Sent("infra", Map.of(), -1, new ByteArrayInputStream(new byte[0]))))
                .isEqualTo(Outcome.FORGED);
        assertThat(woken).isEmpty();
        assertThat(meters.get("keelstream.webhooks")
                        .tags("repository", "infra", "outcome", "forged")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void bodyThatSaysThatItIsTooLargeIsNotRead() {
        assertThat(receiver.receive(new Sent("infra", Map.of(), BoundedBody.MOST_BYTES + 1L, unreadable())))
                .isEqualTo(Outcome.TOO_LARGE);
    }

    @Test
    void bodyThatDoesNotSayHowLongItIsEndsAtTheLimit() {
        Endless endless = new Endless(0);
        assertThat(receiver.receive(new Sent("infra", Map.of(), -1, endless))).isEqualTo(Outcome.TOO_LARGE);
        assertThat(endless.given).isLessThan(3L * BoundedBody.MOST_BYTES);
    }

    @Test
    void bodyThatComesByteByByteEndsInTime() {
        assertThat(receiver.receive(new Sent("infra", Map.of(), -1, new Endless(30))))
                .isEqualTo(Outcome.TOO_SLOW);
    }

    @Test
    void senderThatGoesAwayWakesNothing() {
        assertThat(receiver.receive(new Sent("infra", Map.of(), 10, unreadable())))
                .isEqualTo(Outcome.TOO_SLOW);
        assertThat(woken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "ref=refs/heads/main", "{\"ref\":\"refs/heads/main\"} {}", "\u0000"})
    void signedBodyThatIsNoObjectIsMalformed(String body) {
        assertThat(receive("infra", body)).isEqualTo(Outcome.MALFORMED);
        assertThat(woken).isEmpty();
    }

    @Test
    void deepBodyIsMalformed() {
        assertThat(receive("infra", "{\"a\":".repeat(200_000))).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void formIsAnsweredWithTheContentTypeToChoose() {
        Sent form = sent("infra", "payload=%7B%7D", SECRET);
        Map<String, String> headers = new HashMap<>(form.headers());
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        assertThat(receiver.receive(new Sent("infra", headers, -1, form.body())))
                .isEqualTo(Outcome.FORM);
        assertThat(Outcome.FORM.text()).contains("application/json");
    }

    private Outcome receive(String repository, String body) {
        return receiver.receive(sent(repository, body, SECRET));
    }

    private static Sent sent(String repository, String body, String secret) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Proof proof = (repository.equals("tools") ? GENERIC : GITHUB).provider().proof();
        return new Sent(
                repository,
                Map.of(proof.header(), proof.of(bytes, secret)),
                bytes.length,
                new ByteArrayInputStream(bytes));
    }

    private static RepositorySettings ref(String name, String ref) {
        return new RepositorySettings(
                name, "https://git.example.com/" + name, ref, "", Duration.ofMinutes(5), new GitCredentials.None());
    }

    private static InputStream unreadable() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }

            @Override
            public int read(byte[] into, int start, int length) throws IOException {
                throw new IOException("reset");
            }
        };
    }

    private record Sent(String repository, Map<String, String> headers, long declaredLength, InputStream body)
            implements Delivery {

        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }
    }

    /** Never ends. */
    private static final class Endless extends InputStream {

        private final long pauseMillis;
        private long given;

        Endless(long pauseMillis) {
            this.pauseMillis = pauseMillis;
        }

        @Override
        public int read() {
            given++;
            return 'a';
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            if (pauseMillis == 0) {
                given += length;
                return length;
            }
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            into[start] = (byte) read();
            return 1;
        }
    }
}
