package io.keelstream.benchmarks.canaryload;

import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Canaries of as many applications. Each asks for the analysis of errors and latency that Spring Boot has by its preset, and runs
 * until the benchmark ends.
 *
 * @param count how many
 */
record Canaries(int count) {

    static final String NAMESPACE = "shop";
    private static final Duration LONG = Duration.ofHours(6);
    private static final Map<String, Object> ANALYSIS = Map.of(
            "interval",
            "10s",
            "metrics",
            List.of(
                    Map.of("name", "errors", "kind", "ratio", "preset", "spring-boot-http"),
                    Map.of("name", "latency", "kind", "histogram", "preset", "spring-boot-http")));

    static String application(int number) {
        return String.format(Locale.ROOT, "app-%04d", number);
    }

    /** Requests every analysis. */
    void start(KafkaSettings kafka) {
        try (TableWriter writer = new TableWriter(kafka, "/keelstream/local/applier")) {
            for (int number = 0; number < count; number++) {
                String application = application(number);
                String target = "production/" + application;
                Instant now = Instant.now();
                writer.write(Fact.of(
                        EventType.ANALYSIS_REQUESTED, target, request(target, application, now), EventContext.at(now)));
            }
        }
    }

    private static AnalysisRequest request(String target, String application, Instant now) {
        Instant born = now.minus(Duration.ofMinutes(10));
        return new AnalysisRequest(
                new AnalysisIdentity(Ids.analysis(target, "trial", 0, 0), "trial", "deployment", "sha256:00"),
                new Revision("infra", "refs/heads/main", "8c1f0e5b7a3d", "Ada <ada@example.org>", "Try", now),
                new AnalysisRequest.Place("default", NAMESPACE),
                new AnalysisStep(0, 0, Need.PASS, LONG.toMillis(), null, now.plus(LONG)),
                arm(application, born),
                arm(application + "-canary", born),
                ANALYSIS);
    }

    private static AnalysisArm arm(String deployment, Instant born) {
        return new AnalysisArm(deployment + "-[a-z0-9]{1,10}-[a-z0-9]{5}", deployment, born, 5.0);
    }
}
