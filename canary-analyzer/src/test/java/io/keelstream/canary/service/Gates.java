package io.keelstream.canary.service;

import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.messaging.event.Ids;
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
     * A gate that needs a pass.
     *
     * @param id names the trial, and after a slash step and round
     * @param canary beginning of the names of the canary's pods
     * @param asked when; the pods are ten minutes older
     */
    static AnalysisRequest of(String id, String canary, Instant asked, Instant until, Map<String, Object> block) {
        int slash = id.indexOf('/');
        int round = slash < 0 ? 0 : Integer.parseInt(id.substring(slash + 1));
        String trial = slash < 0 ? id : id.substring(0, slash);
        return of(trial, new AnalysisStep(round, round, Need.PASS, 0, null, until), canary, asked, block);
    }

    /** A gate of a trial. Its id is made when it is asked for a target. */
    static AnalysisRequest of(
            String trial, AnalysisStep position, String canary, Instant asked, Map<String, Object> block) {
        Instant born = asked.minus(Duration.ofMinutes(10));
        return new AnalysisRequest(
                new AnalysisIdentity("", trial, trial, "sha256:" + block.hashCode()),
                new Revision("infra", "refs/heads/main", "8c1f0e5b7a3d", "Ada <ada@example.org>", "Try", asked),
                new AnalysisRequest.Place("eu-1", "shop"),
                position,
                new AnalysisArm("stable-.*", null, born, 5.0),
                new AnalysisArm(canary + "-.*", null, born, 5.0),
                block);
    }

    /** The same with the id that it needs for a target. */
    static AnalysisRequest at(String target, AnalysisRequest gate) {
        return new AnalysisRequest(
                new AnalysisIdentity(
                        Ids.analysis(
                                target,
                                gate.trial(),
                                gate.position().step(),
                                gate.position().round()),
                        gate.trial(),
                        gate.deploymentId(),
                        gate.configDigest()),
                gate.revision(),
                gate.place(),
                gate.position(),
                gate.baseline(),
                gate.canary(),
                gate.analysis());
    }

    /** A block of some metrics that judges every two seconds, without a warm-up. */
    static Map<String, Object> block(Object... metrics) {
        return Map.of("interval", "2s", "warmup", "0s", "metrics", List.of(metrics));
    }
}
