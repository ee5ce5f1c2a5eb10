package io.keelstream.e2e.explain;

import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.RequestMatch;
import java.util.stream.Stream;

/** Refusals that the sandbox has no rules for: it is told to give them. */
final class SandboxFaults {

    private SandboxFaults() {}

    static Stream<ReleasedFault> all(Faults faults) {
        return Stream.of(
                ReleasedFault.of("quota", Yaml.CRON_JOB, "CronJob.batch/quota/a", "quota")
                        .when(_ -> faults.inject(new RequestMatch("apply", "batch/cronjobs"), new Fault.OverQuota())),
                ReleasedFault.of(
                                "rights",
                                Yaml.NETWORK_POLICY,
                                "NetworkPolicy.networking.k8s.io/rights/a",
                                "not allowed")
                        .when(_ -> faults.inject(
                                new RequestMatch("apply", "networking.k8s.io/networkpolicies"), new Fault.Forbidden())),
                ReleasedFault.of("webhook", Yaml.BUDGET, "PodDisruptionBudget.policy/webhook/a", "webhook")
                        .when(_ -> faults.inject(
                                new RequestMatch("apply", "policy/poddisruptionbudgets"), new Fault.WebhookAway())));
    }
}
