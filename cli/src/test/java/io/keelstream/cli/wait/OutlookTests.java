package io.keelstream.cli.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.BundleHead;
import io.keelstream.contracts.head.Head.Ending;
import io.keelstream.contracts.head.Head.Lifetime;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.CanaryState;
import io.keelstream.contracts.targets.TargetState.Deployment;
import io.keelstream.contracts.targets.TargetState.Revisions;
import io.keelstream.contracts.targets.TargetState.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutlookTests {

    private static final String REF = "infra@refs/heads/main";
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final TargetName SHOP = new TargetName("production", "shop");
    private static final String DIGEST = "sha256:0";

    private final Map<String, Head> heads = new HashMap<>();
    private @Nullable TargetState state;
    private @Nullable Plan plan;

    @BeforeEach
    void fiveCommitsOfWhichTheThirdChangedTheShop() {
        processed(5);
        target(head(3, false, false));
    }

    @Test
    void healthyAtTheCommitIsTheEnd() {
        state(healthyAt(3));
        assertThat(look(3)).isEqualTo(new Progress.Healthy("production/shop is healthy at " + digits(3)));
    }

    @Test
    void commitThatChangesNothingOfTheTargetIsSaidToDoSo() {
        state(healthyAt(3));
        assertThat(look(5))
                .isEqualTo(new Progress.Healthy("production/shop is healthy at " + digits(3) + ", and " + digits(5)
                        + " changes nothing of it"));
    }

    @Test
    void commitThatALaterOneReplacedCountsWithTheLaterOne() {
        state(healthyAt(3));
        assertThat(look(2))
                .isEqualTo(new Progress.Healthy(
                        "production/shop is healthy at " + digits(3) + ", which has taken the place of " + digits(2)));
        state(healthyAt(1));
        plan(Plan.State.READY);
        assertThat(look(2)).isInstanceOf(Progress.Pending.class);
    }

    @Test
    void revertToWhatIsAppliedIsHealthyAtOnce() {
        state(new Revisions(revision(3), revision(1), List.of(), true), "Healthy", Deployment.NONE, "");
        assertThat(look(3)).isInstanceOf(Progress.Healthy.class);
    }

    @Test
    void commitThatIsNotPushedYetIsWaitedFor() {
        assertThat(look(9))
                .isInstanceOf(Progress.Pending.class)
                .extracting(Progress::text)
                .asString()
                .contains("not seen yet");
    }

    @Test
    void commitThatIsSeenAndNotRenderedIsWaitedFor() {
        // Given
        state(healthyAt(3));
        heads.put(REF, Head.of(revision(4), List.of(), commits(5)));
        // Then
        assertThat(look(5)).isEqualTo(new Progress.Pending("commit " + digits(5) + " is being rendered"));
        assertThat(look(4)).isInstanceOf(Progress.Healthy.class);
    }

    @Test
    void commitOlderThanWhatIsKeptIsSaidToBeSoUnlessItIsTheOneThatCounts() {
        // Given
        state(healthyAt(3));
        heads.put(REF, Head.of(revision(5), List.of(), new Commits(5, List.of(commit(5), commit(4)))));
        // Then
        assertThat(look(2))
                .isInstanceOf(Progress.Pending.class)
                .extracting(Progress::text)
                .asString()
                .contains("is older");
        assertThat(look(3)).isInstanceOf(Progress.Healthy.class);
    }

    @Test
    void digitsOfSeveralCommitsNameNone() {
        heads.put(REF, Head.of(revision(5), List.of(), new Commits(5, List.of("abcdef01", "abcdef02"))));
        assertThat(Outlook.of(SHOP, "ABCDEF0", heads, state, plan)).isInstanceOf(Progress.Ambiguous.class);
    }

    @Test
    void rejectedCommitIsTheEnd() {
        // Given
        target(head(3, true, false));
        state(healthyAt(3));
        // Then
        assertThat(look(5))
                .isInstanceOf(Progress.Failed.class)
                .extracting(Progress::text)
                .asString()
                .contains("is rejected: shop/a.yaml: broken");
        assertThat(look(3)).isInstanceOf(Progress.Healthy.class);
    }

    @Test
    void targetThatTheCommitDoesNotHaveIsTheEnd() {
        // Given
        heads.remove(REF + "#shop");
        // Then
        assertThat(look(5)).isEqualTo(new Progress.Failed("commit " + digits(5) + " has no target production/shop"));
    }

    @Test
    void removalIsWaitedForUntilNothingIsLeft() {
        // Given
        target(head(5, false, true));
        state(healthyAt(3));
        plan(Plan.State.AWAITING_APPROVAL);
        // Then
        assertThat(look(5)).isInstanceOf(Progress.NeedsPerson.class);
        state = null;
        assertThat(look(5)).isInstanceOf(Progress.Healthy.class);
    }

    @Test
    void runningReleaseHasItsOwnLimits() {
        state(new Revisions(revision(3), revision(1), List.of(), false), "Progressing", running(null), "wave 0");
        assertThat(look(3)).isEqualTo(new Progress.Running("production/shop waits for wave 0"));
    }

    @ParameterizedTest
    @EnumSource(
            value = TrialHold.Cause.class,
            names = {"START", "APPROVAL", "INCONCLUSIVE", "PAUSED"})
    void canaryThatWaitsForAPersonIsTheEnd(TrialHold.Cause cause) {
        CanaryState canary = new CanaryState(0, 2, 5, new TrialHold(cause, NOW, "why"));
        state(
                new Revisions(revision(3), revision(1), List.of(), false),
                "Progressing",
                running(canary),
                "keelstream promote");
        assertThat(look(3)).isEqualTo(new Progress.NeedsPerson("production/shop waits for keelstream promote"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "DEGRADED", "ROLLED_BACK"})
    void releaseThatEndedBadlyIsTheEndWhereItIsOfThisCommit(String outcome) {
        // Given
        plan(Plan.State.READY);
        state(at(1), "Degraded", ended(outcome, 3), "the next try");
        // Then
        assertThat(look(3))
                .isInstanceOf(Progress.Failed.class)
                .extracting(Progress::text)
                .asString()
                .contains(outcome, "the next try");
        // When
        state(at(1), "Degraded", ended(outcome, 1), "its release");
        // Then
        assertThat(look(3)).isInstanceOf(Progress.Pending.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"ROLLED_BACK", "RELEASE_FAILED"})
    void commitThatWasTakenBackIsTheEnd(Reason reason) {
        // Given
        state(at(1), "Healthy", ended("HEALTHY", 1), "commit 3 did not become healthy");
        plan(Plan.State.READY, reason.problem("so it is", null));
        // Then
        assertThat(look(3)).isInstanceOf(Progress.Failed.class);
    }

    @Test
    void pauseIsForAPersonAndSaidInItsOwnWords() {
        String paused = "new releases are paused by ada since 2030-01-01T00:00:00Z";
        state = new TargetState(
                TargetIdentity.of(SHOP, "default", "shop"),
                at(1),
                new State("Healthy", NOW, 1, List.of()),
                ended("HEALTHY", 1),
                paused,
                List.of(Reason.PAUSED.problem(paused, null)));
        plan(Plan.State.READY);
        assertThat(look(3)).isEqualTo(new Progress.NeedsPerson("production/shop is paused: " + paused));
    }

    @Test
    void pinIsForAPerson() {
        state(at(1), "Healthy", ended("HEALTHY", 1), "commit abcdef12 is held by the pin of ada");
        plan(Plan.State.UNCHANGED, Reason.PINNED.problem("held", null));
        assertThat(look(3))
                .isEqualTo(new Progress.NeedsPerson(
                        "production/shop is pinned: commit abcdef12 is held by the pin of ada"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Plan.State.class,
            names = {"AWAITING_WINDOW", "AWAITING_DEPENDENCY"})
    void whatTimeOrOthersEndIsWaitedFor(Plan.State waits) {
        state(at(1), "Healthy", ended("HEALTHY", 1), "the window");
        plan(waits, Reason.WINDOW_CLOSED.problem("closed", null));
        assertThat(look(3)).isEqualTo(new Progress.Pending("production/shop waits for the window"));
    }

    @Test
    void approvalIsForAPerson() {
        state(at(1), "Healthy", ended("HEALTHY", 1), "keelstream approve");
        plan(Plan.State.AWAITING_APPROVAL, Reason.SYNC_MANUAL.problem("manual", null));
        assertThat(look(3)).isEqualTo(new Progress.NeedsPerson("production/shop waits for keelstream approve"));
    }

    @Test
    void whatTheClusterRefusesIsTheEndAndAClusterThatIsAwayIsNot() {
        state(at(1), "Healthy", ended("HEALTHY", 1), "something");
        plan(Plan.State.FAILED, Reason.REFUSED.problem("no", null));
        assertThat(look(3)).isInstanceOf(Progress.Failed.class);
        plan(Plan.State.BLOCKED, Reason.CLUSTER_UNREACHABLE.problem("away", null));
        assertThat(look(3)).isInstanceOf(Progress.Pending.class);
        plan(Plan.State.BLOCKED, Reason.FOREIGN_OWNER.problem("not ours", null));
        assertThat(look(3)).isInstanceOf(Progress.Failed.class);
    }

    @Test
    void planOfAnEarlierBundleSaysNothing() {
        // Given
        state(at(1), "Healthy", ended("HEALTHY", 1), "keelstream approve");
        plan = plan(Plan.State.AWAITING_APPROVAL, "sha256:1@" + commit(1), List.of());
        // Then
        assertThat(look(3)).isEqualTo(new Progress.Pending("production/shop waits for a plan"));
    }

    @Test
    void targetOfAVersionThatDidNotNumberCommitsCountsWhereItIsUpToDate() {
        // Given
        target(head(3, false, false).changedBy(null));
        // Then
        state(at(1), "Healthy", ended("HEALTHY", 1), "");
        plan(Plan.State.READY);
        assertThat(look(5)).isInstanceOf(Progress.Pending.class);
        state(new Revisions(revision(3), revision(3), List.of(), true), "Healthy", Deployment.NONE, "");
        assertThat(look(5)).isInstanceOf(Progress.Healthy.class);
    }

    private Progress look(int commit) {
        return Outlook.of(SHOP, commit(commit), heads, state, plan);
    }

    private void processed(int newest) {
        heads.put(REF, Head.of(revision(newest), List.of(), commits(newest)));
    }

    private static Commits commits(int newest) {
        Commits commits = Commits.NONE;
        for (int i = 1; i <= newest; i++) {
            commits = commits.followedBy(List.of(commit(i)));
        }
        return commits;
    }

    private void target(TargetHead head) {
        heads.put(REF + "#shop", Head.of(revision(5), new ApplicationHead("shop", Map.of("production", head))));
    }

    private static TargetHead head(int changedAt, boolean rejected, boolean removed) {
        BundleHead bundle = new BundleHead(DIGEST, List.of(), List.of(), "default", "shop", TargetPolicy.DEFAULT, 0);
        List<Problem> problems = rejected ? List.of(new Problem("YamlSyntax", "broken", "shop/a.yaml")) : List.of();
        return new TargetHead(
                "key",
                bundle,
                new Ending(rejected, problems, null, null),
                removed,
                List.of(),
                new Lifetime(List.of(new NumberedCommit(changedAt, commit(changedAt))), null));
    }

    private static Revisions at(int applied) {
        return new Revisions(revision(3), revision(applied), List.of(), false);
    }

    private static Deployment running(@Nullable CanaryState canary) {
        return new Deployment("deployment", true, null, canary, revision(3), NOW);
    }

    private static Deployment ended(String outcome, int commit) {
        return new Deployment("deployment", false, outcome, null, revision(commit), NOW);
    }

    private void state(Revisions revisions) {
        state(revisions, "Healthy", ended("HEALTHY", 3), "");
    }

    private static Revisions healthyAt(int commit) {
        return new Revisions(revision(3), revision(commit), List.of(), commit == 3);
    }

    private void state(Revisions revisions, String health, Deployment deployment, String waitingFor) {
        state = new TargetState(
                TargetIdentity.of(SHOP, "default", "shop"),
                revisions,
                new State(health, NOW, 1, List.of()),
                deployment,
                waitingFor,
                List.of());
    }

    private void plan(Plan.State planned, Problem... problems) {
        plan = plan(planned, DIGEST + "@" + commit(3), List.of(problems));
    }

    private static Plan plan(Plan.State planned, String answers, List<Problem> problems) {
        return new Plan(
                "plan",
                new Plan.Origin(Plan.Mode.APPLY, Plan.Trigger.REVISION, answers, 1, 0),
                new Plan.Bundle(DIGEST, revision(3), TargetPolicy.DEFAULT, Map.of(), Map.of()),
                new Placement("default", null, "shop"),
                new Plan.Readiness(planned, null, problems, List.of()),
                Plan.Work.NONE,
                new Plan.Timing(NOW, 1));
    }

    private static Revision revision(int number) {
        return new Revision("infra", "refs/heads/main", commit(number), "A <a@example.com>", "Change", Instant.EPOCH)
                .numbered(number);
    }

    private static String commit(int number) {
        return String.format(Locale.ROOT, "%08x", number).repeat(5);
    }

    private static String digits(int number) {
        return commit(number).substring(0, 12);
    }
}
