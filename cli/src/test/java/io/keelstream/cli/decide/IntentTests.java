package io.keelstream.cli.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.cli.CommandFailure;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction.Prune;
import io.keelstream.contracts.plan.PlannedAction.Turn;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntentTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void promoteNamesTheStepThatItEnds() {
        assertThat(Intent.promote(target(new CanaryState(1, 3, 25, null)), false))
                .isEqualTo(
                        new Intent(
                                Kind.PROMOTE,
                                Named.step("deployment-1", 1),
                                "ends the step of the canary of aaaaaaaaaaaa \"Raise the image\" (25 %, step 2 of 3); step 3 follows"));
        assertThat(Intent.promote(target(new CanaryState(2, 3, 50, null)), false)
                        .effect())
                .endsWith("(50 %, step 3 of 3); the promotion follows");
    }

    @Test
    void promoteOfATrialThatWaitsToBeginNamesItsStart() {
        TrialHold waits = new TrialHold(TrialHold.Cause.START, NOW, "the trial needs approval before it begins");

        assertThat(Intent.promote(target(new CanaryState(0, 3, 0, waits)), false))
                .isEqualTo(new Intent(
                        Kind.PROMOTE,
                        Named.start("deployment-1"),
                        "begins the canary of aaaaaaaaaaaa \"Raise the image\" (0 %, step 1 of 3)"));
    }

    @Test
    void promoteInFullNamesTheDeployment() {
        assertThat(Intent.promote(target(new CanaryState(1, 3, 25, null)), true))
                .isEqualTo(new Intent(
                        Kind.PROMOTE,
                        Named.deployment("deployment-1"),
                        "promotes the canary of aaaaaaaaaaaa \"Raise the image\" (25 %, step 2 of 3), without further steps and"
                                + " verdicts"));
    }

    @Test
    void releaseWithoutATrialNamesTheCommitThatGitWantsOrOneThatIsNotThereYet() {
        String effect = " without a trial: nothing looks for harm before all pods are replaced";

        assertThat(Intent.release(target(null, false), null))
                .isEqualTo(new Intent(
                        Kind.RELEASE,
                        Named.commit("a".repeat(40)),
                        "releases aaaaaaaaaaaa \"Raise the image\"" + effect));
        assertThat(Intent.release(target(null, false), "aaaaaaa").named()).isEqualTo(Named.commit("a".repeat(40)));
        assertThat(Intent.release(target(null, false), "5ca1ab1e"))
                .isEqualTo(new Intent(
                        Kind.RELEASE,
                        Named.commit("5ca1ab1e"),
                        "releases commit 5ca1ab1e, once it is pushed," + effect));
        assertThatThrownBy(() -> Intent.release(target(null, false), "aaa"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("'aaa' is too short; name the commit by 7 digits or more");
    }

    @Test
    void canaryThatIsBeingPromotedCanOnlyBeAborted() {
        TargetState promoted = target(new CanaryState(null, 3, 50, null));

        assertThat(Intent.abort(promoted).effect()).contains("takes back the canary", "(50 %)");
        assertThatThrownBy(() -> Intent.promote(promoted, false))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is being promoted; keelstream abort production/shop takes it back");
    }

    @Test
    void pauseIsAboutTheTargetAndSaysWhatItDoesToWhatRuns() {
        assertThat(Intent.pause(target(null, false), false))
                .isEqualTo(new Intent(Kind.PAUSE, Named.NOTHING, "holds new releases, and nothing that goes back"));
        assertThat(Intent.pause(target(null, false), true))
                .isEqualTo(new Intent(Kind.PAUSE, Named.EVERYTHING, "holds every release, also what goes back"));
        assertThat(Intent.pause(target(null), false).effect()).endsWith("; the release that runs goes on to its end");
        assertThat(Intent.pause(target(new CanaryState(1, 3, 25, null)), false).effect())
                .endsWith("(25 %, step 2 of 3) keeps its share, and harm still takes it back");
        assertThat(Intent.pause(target(new CanaryState(1, 3, 25, null)), true).effect())
                .endsWith("keeps its share, and keelstream abort alone takes it back");
        assertThat(Intent.resume(target(new CanaryState(1, 3, 25, null))))
                .isEqualTo(
                        new Intent(
                                Kind.RESUME,
                                Named.NOTHING,
                                "ends the pause: releases begin again, and the canary of aaaaaaaaaaaa \"Raise the image\" (25 %, step 2 of 3) goes on"));
    }

    @Test
    void targetWithoutACanarySaysWhatItWaitsForInstead() {
        assertThatThrownBy(() -> Intent.promote(target(null), false))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("no canary of production/shop runs; what the target waits for: a plan");
    }

    @Test
    void retryNamesTheLastDeploymentAndNeedsThatNoneRuns() {
        assertThat(Intent.retry(target(null, false), null))
                .isEqualTo(new Intent(
                        Kind.RETRY,
                        Named.deployment("deployment-1"),
                        "tries again what failed: a version whose canary failed from its first step on, a release that a hook"
                                + " failed with that hook, anything else as a release"));
        assertThatThrownBy(() -> Intent.retry(target(null), null))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("a release of production/shop runs; see keelstream status production/shop");
    }

    @Test
    void retryOfAPlanThatFailedNamesItsCommitAlsoWhereNothingWasReleased() {
        assertThat(Intent.retry(
                        target(null, false),
                        plan("").withReadiness(new Plan.Readiness(Plan.State.FAILED, NOW, List.of(), List.of()))))
                .isEqualTo(new Intent(
                        Kind.REPLAN,
                        Named.commit("a".repeat(40)),
                        "makes the plan of aaaaaaaaaaaa \"Raise the image\" again, which failed, without waiting for its next"
                                + " try"));
        assertThat(Intent.retry(target(null, false), plan("")).kind()).isEqualTo(Kind.RETRY);
    }

    @Test
    void rehearsalNamesTheCommitThatRunsAndNeedsThatNoReleaseDoes() {
        assertThat(Intent.rehearse(applied(false)))
                .isEqualTo(
                        new Intent(
                                Kind.REHEARSE,
                                Named.commit("b".repeat(40)),
                                "rehearses a canary with bbbbbbbbbbbb \"Raise the image\", the version that runs: copies of it are"
                                        + " created, get traffic step by step, and are compared with one another; nothing is promoted"));
        assertThatThrownBy(() -> Intent.rehearse(applied(true)))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("a release of production/shop runs; see keelstream status production/shop");
        assertThatThrownBy(() -> Intent.rehearse(target(null, false)))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("nothing of production/shop is applied; a rehearsal needs a version that runs");
    }

    @Test
    void rehearsalIsNotPromotedAndItsAbortBlocksNothing() {
        TargetState rehearsed = target(new CanaryState(1, 3, 25, null, true));

        assertThatThrownBy(() -> Intent.promote(rehearsed, true))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith(
                        "the rehearsal of aaaaaaaaaaaa \"Raise the image\" (25 %, step 2 of 3) promotes nothing")
                .hasMessageEndingWith("keelstream abort production/shop");
        assertThat(Intent.abort(rehearsed).effect())
                .isEqualTo(
                        "ends the rehearsal of aaaaaaaaaaaa \"Raise the image\" (25 %, step 2 of 3); nothing was promoted,"
                                + " and nothing is blocked");
    }

    @Test
    void approvalNamesTheChangeAndSaysWhatItDoes() {
        Plan plan = plan("sha256:3f2a9c1b4d5e6f708192");

        assertThat(Intent.approve("production/shop", plan, "3f2a9c"))
                .isEqualTo(new Intent(
                        Kind.APPROVE,
                        Named.change("sha256:3f2a9c1b4d5e6f708192"),
                        "approves change 3f2a9c1b4d5e of aaaaaaaaaaaa \"Raise the image\": 1 to prune, 2 unchanged"));
        assertThat(Intent.reject("production/shop", plan, plan.changeDigest()).kind())
                .isEqualTo(Kind.REJECT);
    }

    @Test
    void changeIsNamedByItsDigestOrAtLeastItsFirstSixDigits() {
        Plan plan = plan("sha256:3f2a9c1b4d5e6f708192");

        for (String other : List.of("3f2a9", "", "sha256:", "3f2a9d1b4d5e")) {
            assertThatThrownBy(() -> Intent.approve("production/shop", plan, other))
                    .as(other)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("is not the change of production/shop that waits, which is 3f2a9c1b4d5e");
        }
        assertThatThrownBy(() -> Intent.approve("production/shop", plan(""), "3f2a9c"))
                .hasMessage("no change of production/shop waits; see keelstream plan production/shop");
    }

    private static Plan plan(String digest) {
        return new Plan(
                "plan",
                new Plan.Origin(Plan.Mode.APPLY, Plan.Trigger.REVISION, "bundle@c0ffee", 7, 0),
                new Plan.Bundle(
                        "bundle",
                        new Revision("infra", "refs/heads/main", "a".repeat(40), "ada", "Raise the image", NOW),
                        TargetPolicy.DEFAULT,
                        Map.of(),
                        Map.of()),
                new Placement("local", "uid", "shop"),
                new Plan.Readiness(Plan.State.AWAITING_APPROVAL, null, List.of(), List.of()),
                new Plan.Work(
                        digest,
                        List.of(new Prune("ConfigMap/shop/a", "v1", new Turn(0, List.of()), "uid")),
                        2,
                        List.of(),
                        null),
                new Plan.Timing(NOW, 1));
    }

    @Test
    void rollbackNamesTheLastHealthyCommitThatGitDoesNotWant() {
        TargetState target = healthy('a', 'b', 'c');

        assertThat(Intent.rollback(target, null))
                .isEqualTo(new Intent(
                        Kind.ROLLBACK,
                        Named.commit("b".repeat(40)),
                        "returns to bbbbbbbbbbbb \"Raise the image\" and stays there, until keelstream unpin; what runs now"
                                + " ends first"));
        assertThat(Intent.rollback(target, "ccccccc").named()).isEqualTo(Named.commit("c".repeat(40)));
        Intent past = Intent.rollback(target, "ccccccc").pastBarriers();
        assertThat(past.named()).isEqualTo(Named.commit("c".repeat(40)).pastBarriers());
        assertThat(past.effect()).endsWith("; also past hooks that are barriers");
        Intent secrets = Intent.rollback(target, "ccccccc").withSecrets();
        assertThat(secrets.named()).isEqualTo(Named.commit("c".repeat(40)).withItsSecrets());
        assertThat(secrets.effect()).endsWith("; with its Secrets, also where they were rotated since");
        assertThatThrownBy(() -> Intent.rollback(healthy('a'), null))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("production/shop was healthy at no earlier commit lately; revert in Git");
    }

    @Test
    void pinNamesWhatIsAppliedIfItIsHealthy() {
        assertThat(Intent.pin(healthy('a', 'b'), null).named()).isEqualTo(Named.commit("a".repeat(40)));
        assertThatThrownBy(() -> Intent.pin(healthy('b'), null))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("production/shop was not healthy at aaaaaaaaaaaa lately. It was at bbbbbbbbbbbb \"Raise the"
                        + " image\". For any other commit, revert in Git");
    }

    @Test
    void sixDigitsNameNoCommit() {
        assertThatThrownBy(() -> Intent.pin(healthy('a'), "aaaaaa"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("production/shop was not healthy at aaaaaa lately");
    }

    private static TargetState healthy(char... commits) {
        Revision applied = revision('a');
        List<Revision> healthy = new String(commits)
                .chars()
                .mapToObj(each -> revision((char) each))
                .toList();
        TargetState target = target(null, false);
        return new TargetState(
                target.identity(),
                new Revisions(applied, applied, healthy, true),
                target.state(),
                target.deployment(),
                "",
                List.of());
    }

    private static TargetState applied(boolean running) {
        return new TargetState(
                TargetIdentity.of(new TargetName("production", "shop"), "local", "shop"),
                new Revisions(revision('b'), revision('b')),
                new State("Healthy", NOW, 3, List.of()),
                new Deployment("deployment-1", running, "HEALTHY", null),
                "",
                List.of());
    }

    private static Revision revision(char digit) {
        return new Revision(
                "infra", "refs/heads/main", String.valueOf(digit).repeat(40), "ada", "Raise the image", NOW);
    }

    private static TargetState target(@Nullable CanaryState canary) {
        return target(canary, true);
    }

    private static TargetState target(@Nullable CanaryState canary, boolean running) {
        Revision revision = new Revision("infra", "refs/heads/main", "a".repeat(40), "ada", "Raise the image", NOW);
        return new TargetState(
                TargetIdentity.of(new TargetName("production", "shop"), "local", "shop"),
                new Revisions(revision, null),
                new State("Healthy", NOW, 3, List.of()),
                new Deployment("deployment-1", running, null, canary),
                "a plan",
                List.of());
    }
}
