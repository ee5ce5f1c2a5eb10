package io.keelstream.messaging.scenario;

import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.codec.PayloadJson;
import java.nio.charset.StandardCharsets;

/** Small valid records that carry a number; written as JSON, so that an optional field more changes nothing here. */
final class Samples {

    private static final String REVISION = """
        {"repository": "infra", "ref": "refs/heads/main", "commit": "%s", "author": "A <a@example.org>",
         "message": "A change", "committedAt": "2026-01-01T00:00:00Z"}\
        """.formatted("0".repeat(40));

    private Samples() {}

    static Inventory inventory(long number) {
        return read(Inventory.class, """
            {"sequence": %d, "placement": {"cluster": "local", "namespace": "shop"}, "applied": {}, "history": {}}\
            """.formatted(number));
    }

    static Plan plan(long number) {
        return read(Plan.class, """
            {"id": "plan-%d",
             "origin": {"mode": "APPLY", "trigger": "REVISION", "forDesired": "sha256:0@0", "inventorySequence": %d},
             "bundle": {"digest": "sha256:0", "revision": %s,
               "policy": {"prune": {"mode": "AUTO"}, "onRemoval": "CONFIRM", "drift": "OFF", "conflicts": "FORCE",
                 "onFailure": "RETRY", "sync": "AUTO", "approval": {"required": 1, "expiresMillis": 1}}},
             "placement": {"cluster": "local", "namespace": "shop"}, "readiness": {"state": "READY"},
             "work": {"changeDigest": "sha256:0"}, "timing": {"plannedAt": "2026-01-01T00:00:00Z"}}\
            """.formatted(number, number, REVISION));
    }

    static DeploymentStarted started(long number) {
        return read(DeploymentStarted.class, """
            {"deployment": {"deploymentId": "deployment-%d", "target": "production", "application": "shop",
              "cluster": "local", "namespace": "shop", "trigger": "REVISION", "revision": %s, "attempt": %d},
             "changes": {"created": 1}}\
            """.formatted(number, REVISION, number));
    }

    private static <T extends Record> T read(Class<T> type, String json) {
        return PayloadJson.read(json.getBytes(StandardCharsets.UTF_8), type);
    }
}
