package io.keelstream.applier.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.StandingDecision;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JudgementTests {

    private static final String TARGET = "production/shop";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** What refuses decisions may see one that arrived after retries were judged. */
    @Test
    void retryIsNotRefusedForThatNoCanaryRuns() {
        assertThat(Judgement.of(retry("failed"), TARGET, null, null, NOW)).isEqualTo(new Judgement.Open());
    }

    private static StandingDecision retry(String deployment) {
        Decision decision = new Decision("id", Kind.RETRY, "ada", "", Named.deployment(deployment), null, null);
        return new StandingDecision(Kind.RETRY.key(TARGET), decision, NOW, false);
    }
}
