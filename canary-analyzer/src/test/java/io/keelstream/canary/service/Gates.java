package io.keelstream.canary.service;

import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.revision.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Requests as an applier would make them. */
final class Gates {

    static final Map<String, Object> ERRORS =
            Map.of("name", "errors", "preset", "spring-boot-http", "kind", "ratio", "margin", Map.of("times", 3));

    private Gates() {}

    /**
     * A request.
     *
     * @param id names analysis and, up to a slash, the deployment
     * @param canary beginning of the names of the canary's pods
     * @param asked when; the pods are ten minutes older
     */
    static AnalysisRequest of(String id, String canary, Instant asked, Instant until, Map<String, Object> block) {
        Instant born = asked.minus(Duration.ofMinutes(10));
        int slash = id.indexOf('/');
        return new AnalysisRequest(
                id,
                slash < 0 ? id : id.substring(0, slash),
                "sha256:" + block.hashCode(),
                new Revision("infra", "refs/heads/main", "8c1f0e5b7a3d", "Ada <ada@example.org>", "Try", asked),
                "shop",
                slash < 0 ? 0 : Integer.parseInt(id.substring(slash + 1)),
                new AnalysisArm("stable-.*", born, 5.0),
                new AnalysisArm(canary + "-.*", born, 5.0),
                block,
                until);
    }

    /** A block of some metrics that judges every two seconds, without a warm-up. */
    static Map<String, Object> block(Object... metrics) {
        return Map.of("interval", "2s", "warmup", "0s", "metrics", List.of(metrics));
    }
}
