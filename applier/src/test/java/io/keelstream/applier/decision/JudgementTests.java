package io.keelstream.applier.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.problem.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JudgementTests {

    private static final String TARGET = "production/shop";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Inventory.Block BLOCK = new Inventory.Block("failed", "c0ffee", "sha256:trial", "harm", NOW);

    /** What refuses decisions may see one that arrived after retries were judged. */
    @Test
    void retryIsNotRefusedForThatNoCanaryRuns() {
        assertThat(Judgement.of(retry("failed"), TARGET, null, null, NOW)).isEqualTo(new Judgement.Open());
    }

    @Test
    void retryMayNameTheDeploymentThatRanLast() {
        assertThat(Judgement.ofRetry(retry("correction"), TARGET, BLOCK, "correction", NOW))
                .isInstanceOfSatisfying(
                        Judgement.Lifted.class,
                        lifted -> assertThat(lifted.block()).isEqualTo(BLOCK.retried("ada")));
        assertThat(Judgement.ofRetry(retry("other"), TARGET, BLOCK, null, NOW))
                .isInstanceOfSatisfying(
                        Judgement.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.DECISION_OUTDATED));
    }

    private static StandingDecision retry(String deployment) {
        Decision decision = new Decision("id", Kind.RETRY, "ada", "", Named.deployment(deployment), null, null);
        return new StandingDecision(Kind.RETRY.key(TARGET), decision, NOW, false);
    }
}
