package io.keelstream.notifier.delivery;

import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.deployment.TargetRemoved;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.codec.PayloadJson;
import io.keelstream.messaging.event.Received;
import io.keelstream.notifier.notice.Kind;
import io.keelstream.notifier.notice.Notice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Notices after the samples of every type. */
final class Notices {

    static final String TARGET = "production/checkout";
    static final String COMMIT = "8c1f0e5b7a3d4c2e9f60b1a2c3d4e5f601234567";

    private static final Path GOLDEN = Path.of("../contracts/src/test/resources/golden");

    private Notices() {}

    /** One of each kind; a beginning for each trigger, an end for each outcome, and each cause for a person. */
    static List<Notice> all() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> switch (kind) {
                    case FINISHED -> Arrays.stream(Outcome.values()).map(Notices::finished);
                    case ATTENTION_NEEDED, ATTENTION_RESOLVED ->
                        Arrays.stream(Attention.Cause.values()).map(cause -> attention(kind, cause));
                    case STARTED -> Arrays.stream(Plan.Trigger.values()).map(Notices::started);
                    case SKIPPED ->
                        Arrays.stream(DeploymentSkipped.Reason.values()).map(Notices::skipped);
                    case OBSERVED, REJECTED, DELAYED, REMOVED, DRIFT_DETECTED, DRIFT_RESOLVED ->
                        Stream.of(notice(kind, json(kind)));
                })
                .toList();
    }

    /** Of a target that is gone. */
    static Notice removed(int orphaned) {
        return of(Kind.REMOVED, new TargetRemoved("production", "shop", "eu", orphaned), "id-removed-" + orphaned);
    }

    private static Notice started(Plan.Trigger trigger) {
        return notice(Kind.STARTED, triggered(json(Kind.STARTED), trigger));
    }

    private static Notice skipped(DeploymentSkipped.Reason reason) {
        return notice(
                Kind.SKIPPED,
                json(Kind.SKIPPED).replace("\"reason\": \"OVERTAKEN\"", "\"reason\": \"" + reason + "\""));
    }

    /** A rehearsal where that is how it ended. */
    static Notice finished(Outcome outcome) {
        Plan.Trigger trigger = outcome == Outcome.REHEARSED ? Plan.Trigger.REHEARSAL : Plan.Trigger.REVISION;
        return notice(
                Kind.FINISHED,
                triggered(json(Kind.FINISHED), trigger)
                        .replace("\"outcome\": \"HEALTHY\"", "\"outcome\": \"" + outcome + "\""));
    }

    private static String triggered(String json, Plan.Trigger trigger) {
        return json.replace("\"trigger\": \"REVISION\"", "\"trigger\": \"" + trigger + "\"");
    }

    static Notice attention(Kind kind, Attention.Cause cause) {
        return notice(kind, json(kind).replace("\"cause\": \"HOLD\"", "\"cause\": \"" + cause + "\""));
    }

    private static Notice notice(Kind kind, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return of(kind, PayloadJson.read(bytes, kind.type().payload()), "id-" + kind + json.hashCode());
    }

    static Notice of(Kind kind, Record payload, String id) {
        return new Notice(
                kind,
                "/keelstream/acme/applier",
                new Received<>(TARGET, payload, id, 7, Instant.now(), new Received.Place(0, 0, Instant.EPOCH), null));
    }

    private static String json(Kind kind) {
        EventType type = kind.type();
        String folder = type.schema().substring(0, type.schema().lastIndexOf(".v"));
        try {
            return Files.readString(GOLDEN.resolve(folder).resolve("1/minimal.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
