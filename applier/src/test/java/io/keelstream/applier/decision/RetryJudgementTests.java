package io.keelstream.applier.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.problem.Reason;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryJudgementTests {

    private static final String TARGET = "production/shop";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Inventory.Block BLOCK = new Inventory.Block("failed", "c0ffee", "sha256:trial", "harm", NOW);
    private static final Inventory.FailedBundle FAILED =
            new Inventory.FailedBundle("unhealthy", "c0ffee", "sha256:bundle", "crashes", NOW, null, null);
    private static final History BLOCKED = History.NONE.withBlock(BLOCK);
    private static final History HELD = History.NONE.withFailed(FAILED);

    @Test
    void retryMayNameTheDeploymentThatRanLast() {
        assertThat(lifted("correction", BLOCKED, "correction")).isEqualTo(History.NONE.withBlock(BLOCK.retried("ada")));
        assertRefused("other", BLOCKED, null, "deployment failed failed its canary");
    }

    @Test
    void bundleThatDidNotBecomeHealthyIsReleasedAgain() {
        History again = History.NONE.withFailed(FAILED.retried("ada"));

        assertThat(lifted("unhealthy", HELD, "rollback")).isEqualTo(again);
        assertThat(lifted("rollback", HELD, "rollback")).isEqualTo(again);
        assertRefused("older", HELD, "rollback", "deployment unhealthy failed");
        assertRefused("unhealthy", again, "unhealthy", "no version of production/shop is blocked");
    }

    @Test
    void retryIsAboutTheBundleThatGitWants() {
        Inventory.FailedBundle later =
                new Inventory.FailedBundle("later", "beef", "sha256:later", "crashes", NOW.plusSeconds(9), null, null);
        History both = HELD.failing(later);

        History retried = lifted("rollback", both.facing("sha256:bundle"), "rollback");

        assertThat(retried.failure("sha256:bundle")).isNull();
        assertThat(retried.failure("sha256:later")).isEqualTo(later);
        assertThat(lifted("rollback", both.facing("sha256:other"), "rollback").failure("sha256:later"))
                .isNull();
    }

    @Test
    void retryThatNamesOneOfTwoLiftsThatOne() {
        History both = HELD.withBlock(BLOCK);

        assertThat(lifted("failed", both, "rollback")).isEqualTo(HELD.withBlock(BLOCK.retried("ada")));
    }

    @Test
    void releaseThatAHookFailedBeginsWithThatHook() {
        Inventory.Block hook = new Inventory.Block("hook", "c0ffee", "sha256:bundle", "migrate: exit code 1", NOW);
        Inventory.Hooks hooks = new Inventory.Hooks("sha256:bundle", Map.of("pre-apply a", "sha256:a"), hook);
        History stopped = BLOCKED.withHooks(hooks);
        History again = BLOCKED.withHooks(hooks.withFailed(hook.retried("ada")));

        assertThat(lifted("hook", stopped, "hook")).isEqualTo(again);
        assertThat(lifted("failed", stopped, "hook"))
                .isEqualTo(BLOCKED.withHooks(hooks).withBlock(BLOCK.retried("ada")));
        assertRefused("older", History.NONE.withHooks(hooks), "hook", "deployment hook failed");
        assertRefused("hook", History.NONE.withHooks(hooks.withFailed(hook.retried("ada"))), "hook", "is blocked");
    }

    @Test
    void retryOfTheLastReleaseIsAboutWhatFailedLast() {
        Inventory.Block hook =
                new Inventory.Block("hook", "c0ffee", "sha256:older", "exit code 1", NOW.minusSeconds(60));
        History both = HELD.withHooks(new Inventory.Hooks("sha256:older", Map.of(), hook));

        assertThat(lifted("unhealthy", both, "unhealthy").failed()).isEqualTo(FAILED.retried("ada"));
        assertThat(lifted("hook", both, "unhealthy").failed()).isEqualTo(FAILED);
    }

    @Test
    void releaseThatWaitsForItsNextTryHasItNow() {
        History waiting = History.NONE.withRetry(new Inventory.Retry("sha256:bundle", 4, NOW.plusSeconds(60)));

        assertThat(lifted("last", waiting, "last")).isEqualTo(History.NONE);
        assertRefused("older", waiting, "last", "deployment last failed");
    }

    private static History lifted(String deployment, History history, @Nullable String last) {
        Judgement judgement = RetryJudgement.of(retry(deployment), TARGET, history, last, NOW);
        assertThat(judgement).isInstanceOf(Judgement.Lifted.class);
        return ((Judgement.Lifted) judgement).history();
    }

    private static void assertRefused(String deployment, History history, @Nullable String last, String why) {
        assertThat(RetryJudgement.of(retry(deployment), TARGET, history, last, NOW))
                .isInstanceOfSatisfying(Judgement.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.DECISION_OUTDATED);
                    assertThat(refused.why()).contains(why);
                });
    }

    private static StandingDecision retry(String deployment) {
        Decision decision = new Decision("id", Kind.RETRY, "ada", "", Named.deployment(deployment), null, null);
        return new StandingDecision(Kind.RETRY.key(TARGET), decision, NOW, false);
    }
}
