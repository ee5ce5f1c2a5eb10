package io.keelstream.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.KeelstreamCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SilentKafkaTests {

    private record Ended(String verb, int code, List<String> lines, Duration after) {}

    /** Every verb that asks Kafka, with what it needs. */
    private static final List<String> VERBS = List.of(
            "status",
            "status t/a",
            "explain t/a",
            "explain t/a --output json",
            "wait t/a --revision c0ffee1",
            "events",
            "events --follow",
            "plan t/a",
            "drift",
            "drift t/a",
            "approve t/a c0ffee1",
            "reject t/a c0ffee1",
            "withdraw t/a",
            "promote t/a",
            "abort t/a",
            "pause t/a",
            "resume t/a",
            "retry t/a",
            "pin t/a",
            "unpin t/a",
            "rollback t/a",
            "canary t/a --plot evidence.svg",
            "provision");

    @Test
    void everyVerbEndsAtOnceWhereNoKafkaIs() throws Exception {
        // Given
        String away;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            away = "127.0.0.1:" + closed.getLocalPort();
        }

        for (String verb : VERBS) {
            // When
            Ended ended = run(verb, away);

            // Then
            assertThat(ended.code()).as("%s", ended).isEqualTo(3);
            assertThat(ended.lines()).as("%s", ended).containsExactly("keelstream: no Kafka answers at " + away);
        }
    }

    @Test
    void everyVerbEndsWhenKafkaAcceptsAndDoesNotAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // The first run also loads the Kafka client, which is no part of what is measured.
            String address = "127.0.0.1:" + silent.getLocalPort();
            assertThat(run("provision", address).code()).isEqualTo(3);
            List<Future<Ended>> runs = new ArrayList<>();
            for (String verb : VERBS) {
                runs.add(threads.submit(() -> run(verb, address)));
            }

            for (Future<Ended> run : runs) {
                Ended ended = run.get();
                assertThat(ended.code()).as("%s", ended).isEqualTo(3);
                assertThat(ended.after()).as("%s", ended).isLessThan(Duration.ofSeconds(30));
                assertThat(ended.lines())
                        .singleElement()
                        .asString()
                        .startsWith("keelstream: Kafka does not answer in time: ");
            }
        }
    }

    private static Ended run(String verb, String kafka) {
        StringWriter err = new StringWriter();
        long begun = System.nanoTime();
        int code = KeelstreamCommand.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute((verb + " --kafka " + kafka).split(" ", -1));
        return new Ended(verb, code, err.toString().lines().toList(), Duration.ofNanos(System.nanoTime() - begun));
    }
}
