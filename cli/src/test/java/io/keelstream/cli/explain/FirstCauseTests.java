package io.keelstream.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.explain.Explanation.Link;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.CanaryState;
import io.keelstream.contracts.targets.TargetState.Deployment;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.testing.partition.MemoryPartition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstCauseTests {

    private static final String SHOP = "production/shop";
    private static final String DATABASE = "production/database";
    private static final String WEB = "Deployment.apps/shop/web";
    private static final String CRASH =
            "Progressing: 0 of 1 updated replicas available; 1 pod: container app: CrashLoopBackOff (last exit code 1, Error);"
                    + " 2 pods: pending";

    private final TargetRecords targets = new TargetRecords();
    private final MemoryPartition records = targets.partition();

    @Test
    void healthyTargetHasNoCause() {
        // Given
        head("shop", false);
        state(SHOP, "Healthy", Deployment.NONE, "", List.of());
        // Then
        Explanation explanation = explain(SHOP);
        assertThat(explanation.fine()).isTrue();
        assertThat(explanation.sentence()).isEqualTo("production/shop is Healthy at " + commit());
        assertThat(ExplainText.lines(explanation, null, TargetRecords.NOW)).containsExactly(explanation.sentence());
    }

    @Test
    void releaseThatWaitsForItsTurnSaysSo() {
        // Given
        head("shop", false);
        String turn = "its turn: at most 3 releases run on cluster default at once (max-concurrent-releases)";
        targets.state(
                SHOP,
                "Healthy",
                Deployment.NONE,
                turn,
                List.of(),
                List.of(Reason.RELEASE_LIMIT.problem(turn, null)),
                List.of());
        // Then
        assertThat(explain(SHOP).sentence()).isEqualTo("production/shop waits for " + turn);
    }

    @Test
    void pauseIsTheCauseWhereItHoldsAReleaseAndNoneWhereItHoldsNothing() {
        // Given
        head("shop", false);
        Problem pause = Reason.PAUSED.problem(
                "new releases are paused by ada since 2030-01-01T00:00:00Z; keelstream resume production/shop ends that",
                null);
        targets.state(SHOP, "Healthy", Deployment.NONE, pause.message(), List.of(), List.of(pause), List.of());
        // Then
        assertThat(explain(SHOP).sentence()).isEqualTo("production/shop is paused: " + pause.message());
        assertThat(explain(SHOP).cause().reason()).isEqualTo("Paused");
        targets.state(SHOP, "Healthy", Deployment.NONE, "", List.of(), List.of(pause), List.of());
        assertThat(explain(SHOP).fine()).isTrue();
    }

    @Test
    void pauseThatHoldsWhatWaitsForAnApprovalIsNamedBesideIt() {
        // Given
        head("shop", false);
        Problem pause = Reason.PAUSED.problem(
                "new releases are paused by ada since 2030-01-01T00:00:00Z; keelstream resume production/shop ends that",
                null);
        String waitingFor = "AWAITING_APPROVAL: set policy.sync";
        targets.state(SHOP, "Healthy", Deployment.NONE, waitingFor, List.of(), List.of(pause), List.of());
        // When
        plan(SHOP, Plan.State.AWAITING_APPROVAL, Reason.SYNC_MANUAL.problem("policy.sync is manual", null));
        // Then
        assertThat(explain(SHOP).cause().reason()).isEqualTo("SyncManual");
        assertThat(explain(SHOP).others()).singleElement().satisfies(other -> {
            assertThat(other.reason()).isEqualTo("Paused");
            assertThat(other.text()).isEqualTo(pause.message());
        });
        // When
        plan(SHOP, Plan.State.BLOCKED, Reason.REJECTED.problem("was rejected by ada", null));
        // Then
        assertThat(explain(SHOP).others()).as("nothing may run").isEmpty();
    }

    @Test
    void whatPodsSayIsTheCauseOfAReleaseThatFailed() {
        // Given
        head("shop", false);
        failed(SHOP, Reason.NOT_HEALTHY_IN_TIME.problem(CRASH, WEB));
        // Then
        Explanation explanation = explain(SHOP);
        assertThat(explanation.sentence())
                .isEqualTo("production/shop is not released at " + commit() + ": " + WEB
                        + ": 1 pod: container app: CrashLoopBackOff (last exit code 1, Error)");
        assertThat(explanation.chain())
                .extracting(Link::subject, Link::reason)
                .containsExactly(tuple(SHOP, ""), tuple(WEB, "NotHealthyInTime"), tuple("1 pod", ""));
    }

    @Test
    void whatOthersStandOnIsTheCauseAndTheRestIsBesideIt() {
        // Given
        head("shop", false);
        failed(
                SHOP,
                Reason.NOT_HEALTHY_IN_TIME.problem("Progressing: no address yet", "Ingress.networking.k8s.io/shop/web"),
                Reason.NOT_HEALTHY_IN_TIME.problem(CRASH, WEB),
                Reason.NOT_HEALTHY_IN_TIME.problem("Progressing: not bound yet", "PersistentVolumeClaim/shop/data"));
        // Then
        Explanation explanation = explain(SHOP);
        assertThat(explanation.cause().subject()).isEqualTo("PersistentVolumeClaim/shop/data");
        assertThat(explanation.others())
                .extracting(Link::subject)
                .containsExactly(WEB, "Ingress.networking.k8s.io/shop/web");
        assertThat(explanation.others().getFirst().text()).contains("CrashLoopBackOff");
    }

    @Test
    void targetThatWaitsForOthersHasTheirFirstCause() {
        // Given
        head("shop", false);
        head("database", false);
        dependent(SHOP, DATABASE);
        failed(DATABASE, Reason.NOT_HEALTHY_IN_TIME.problem(CRASH, "StatefulSet.apps/database/db"));
        // Then
        Explanation explanation = explain(SHOP);
        assertThat(explanation.sentence())
                .startsWith("production/shop waits for production/database: StatefulSet.apps/database/db: 1 pod: ")
                .contains("CrashLoopBackOff");
        assertThat(explanation.chain())
                .extracting(Link::subject)
                .containsExactly(SHOP, DATABASE, "StatefulSet.apps/database/db", "1 pod");
    }

    @Test
    void targetWhoseObjectCannotMoveHasThePinOfTheOtherOneAsItsCause() {
        // Given
        targets.state(SHOP, "Healthy", Deployment.NONE, "AWAITING_DEPENDENCY", List.of(), List.of(), List.of());
        targets.state(DATABASE, "Healthy", Deployment.NONE, "the pin of ada", List.of(), List.of(), List.of());
        plan(
                SHOP,
                Plan.State.AWAITING_DEPENDENCY,
                Reason.MOVE_WAITS.problem(
                        "is pinned at 8c1f0e5b7a3d, so ConfigMap/shop/a cannot move between the two targets",
                        DATABASE));
        plan(
                DATABASE,
                Plan.State.BLOCKED,
                Reason.PINNED.problem("commit abcdef12 is held by the pin of ada, and so is the move", null));
        // Then
        assertThat(explain(SHOP).sentence())
                .isEqualTo("production/shop waits for production/database: production/database: commit abcdef12"
                        + " is held by the pin of ada, and so is the move");
    }

    @Test
    void targetThatIsStillReleasedIsSaidToBeSoInASentence() {
        // Given
        dependent(SHOP, DATABASE);
        Deployment running =
                new Deployment("id", true, null, null, TargetRecords.revision(), TargetRecords.NOW.minusSeconds(60));
        state(DATABASE, "Progressing", running, "wave 0 to become healthy", List.of());
        // Then
        assertThat(explain(SHOP).sentence())
                .isEqualTo("production/shop waits for production/database: production/database is being released at "
                        + commit() + ", and waits for wave 0 to become healthy");
    }

    @Test
    void targetsThatDependOnTheSameOnesAreLookedAtOnce() {
        // Given
        int layers = 40;
        failed("production/a0", Reason.NOT_HEALTHY_IN_TIME.problem(CRASH, WEB));
        failed("production/b0", Reason.NOT_HEALTHY_IN_TIME.problem(CRASH, WEB));
        for (int i = 1; i <= layers; i++) {
            dependent("production/a" + i, "production/a" + (i - 1), "production/b" + (i - 1));
            dependent("production/b" + i, "production/b" + (i - 1), "production/a" + (i - 1));
        }
        // Then
        assertThat(explain("production/a" + layers).cause().text()).contains("CrashLoopBackOff");
    }

    @Test
    void targetsThatWaitForEachOtherHaveAnEnd() {
        // Given
        dependent(SHOP, DATABASE);
        dependent(DATABASE, SHOP);
        // Then
        assertThat(explain(SHOP).chain()).extracting(Link::subject).containsExactly(SHOP, DATABASE, SHOP);
    }

    @Test
    void approvalHasItsCommandAsAWayOut() {
        // Given
        head("shop", false);
        state(SHOP, "Healthy", Deployment.NONE, "AWAITING_APPROVAL: set policy.sync", List.of());
        plan(
                SHOP,
                Plan.State.AWAITING_APPROVAL,
                Reason.APPROVAL_MISSING.problem("approve it as it is: keelstream approve production/shop 3f2a", null),
                Reason.SYNC_MANUAL.problem("set policy.sync: auto; policy.sync is manual", null),
                Reason.PRUNE_LIMIT.problem("raise prune.maxObjects; 12 objects leave", null));
        // Then
        Explanation explanation = explain(SHOP);
        assertThat(explanation.cause().reason()).isEqualTo("SyncManual");
        assertThat(explanation.remedy()).contains("keelstream approve production/shop 3f2a");
        assertThat(explanation.others()).extracting(Link::reason).containsExactly("PruneLimit");
        assertThat(ExplainText.lines(explanation, null, TargetRecords.NOW).getFirst())
                .isEqualTo("production/shop waits for approval: set policy.sync: auto; policy.sync is manual");
    }

    @Test
    void rejectedCommitComesBeforeWhatIsDeployed() {
        // Given
        head("shop", true, new Problem("YamlSyntax", "a mapping key has no value", "shop/a.yaml:3:1"));
        failed(SHOP, Reason.NOT_HEALTHY_IN_TIME.problem(CRASH, WEB));
        // Then
        Explanation explanation = explain(SHOP);
        assertThat(explanation.sentence())
                .isEqualTo("production/shop does not get commit " + commit()
                        + ", which is rejected: shop/a.yaml:3:1: a mapping key has no value");
        assertThat(explanation.others()).extracting(Link::subject).containsExactly(WEB);
    }

    @Test
    void refThatCannotBeReadIsTheCauseOfNothingThatIsDeployed() {
        // Given
        head("shop", false);
        Problem unreachable = Reason.REPOSITORY_UNREACHABLE.problem("connection refused", TargetRecords.REF);
        records.put(
                Topic.HEAD, TargetRecords.REF, Head.of(TargetRecords.revision(), List.of(unreachable), Commits.NONE));
        state(SHOP, "Healthy", Deployment.NONE, "", List.of());
        // Then
        assertThat(explain(SHOP).sentence())
                .isEqualTo("production/shop gets no newer commit: " + TargetRecords.REF + ": connection refused");
        // When
        failed(SHOP, Reason.NOT_HEALTHY_IN_TIME.problem(CRASH, WEB));
        // Then
        Explanation explanation = explain(SHOP);
        assertThat(explanation.cause().text()).contains("CrashLoopBackOff");
        assertThat(explanation.others()).extracting(Link::subject).containsExactly(TargetRecords.REF);
    }

    @ParameterizedTest
    @EnumSource(TrialHold.Cause.class)
    void canaryOnHoldSaysWhyAndWhatEndsIt(TrialHold.Cause cause) {
        // Given
        CanaryState canary =
                new CanaryState(1, 3, 25, new TrialHold(cause, TargetRecords.NOW.minusSeconds(90), "it is so"));
        Deployment running =
                new Deployment("id", true, null, canary, TargetRecords.revision(), TargetRecords.NOW.minusSeconds(600));
        state(SHOP, "Progressing", running, "keelstream promote production/shop", List.of());
        // Then
        Explanation explanation = explain(SHOP);
        assertThat(explanation.cause())
                .isEqualTo(new Link(
                        "canary", Finding.word(cause), "is on hold, it is so", TargetRecords.NOW.minusSeconds(90)));
        assertThat(explanation.remedy()).isEqualTo("keelstream promote production/shop");
        assertThat(String.join("\n", ExplainText.lines(explanation, null, TargetRecords.NOW)))
                .contains("10m  production/shop", "1m   canary");
    }

    @Test
    void objectAndItsPodsHaveTheirOwnAges() {
        // Given
        head("shop", false);
        ObjectHealth web = new ObjectHealth(
                        WEB, "Degraded", "ProgressDeadlineExceeded", TargetRecords.NOW.minusSeconds(300), null)
                .with("1 pod: container app: CrashLoopBackOff", TargetRecords.NOW.plusSeconds(5));
        state(SHOP, "Degraded", Deployment.NONE, "", List.of(web));

        // When
        Explanation explanation = explain(SHOP);

        // Then
        assertThat(String.join("\n", ExplainText.lines(explanation, null, TargetRecords.NOW)))
                .contains("5m   " + WEB, "0s   1 pod");
    }

    @Test
    void objectThatFailedAReleaseHasItsOwnAgeAsLongAsItIsNotHealthy() {
        // Given
        head("shop", false);
        ObjectHealth web = new ObjectHealth(WEB, "Degraded", "", TargetRecords.NOW.minusSeconds(300), null)
                .with("1 pod: container app: CrashLoopBackOff", TargetRecords.NOW.minusSeconds(240));
        Deployment ended = new Deployment(
                "id", false, "FAILED", null, TargetRecords.revision(), TargetRecords.NOW.minusSeconds(600));
        targets.state(
                SHOP,
                "Degraded",
                ended,
                "the next try",
                List.of(web),
                List.of(Reason.NOT_HEALTHY_IN_TIME.problem(
                        "Progressing: 0 of 1 replicas ready; 1 pod: container app: CrashLoopBackOff", WEB)),
                List.of());
        plan(SHOP, Plan.State.READY);

        // When
        Explanation explanation = explain(SHOP);

        // Then
        assertThat(String.join("\n", ExplainText.lines(explanation, null, TargetRecords.NOW)))
                .contains("10m  " + SHOP, "5m   " + WEB, "4m   1 pod");
    }

    @Test
    void objectOfARecordThatDoesNotSaySinceWhenHasNoAge() {
        // Given
        head("shop", false);
        ObjectHealth web = new ObjectHealth(WEB, "Degraded", "ProgressDeadlineExceeded; 1 pod: pending");
        state(SHOP, "Degraded", Deployment.NONE, "", List.of(web));

        // When
        Explanation explanation = explain(SHOP);

        // Then
        assertThat(explanation.chain().subList(1, 3)).extracting(Link::since).containsOnlyNulls();
    }

    @Test
    void changeOutsideGitOfAnUnhealthyObjectIsTheCause() {
        // Given
        head("shop", false);
        ObjectHealth web = new ObjectHealth(WEB, "Degraded", "ProgressDeadlineExceeded");
        state(SHOP, "Degraded", Deployment.NONE, "", List.of(web));
        records.put(
                Topic.DRIFTED,
                SHOP,
                new DriftState(1, List.of(TargetRecords.drifted(WEB, false)), List.of(), List.of()));
        // Then
        Explanation explanation = explain(SHOP);
        assertThat(explanation.sentence())
                .startsWith("production/shop was changed outside Git: " + WEB + ": by kubectl-edit: /spec/replicas");
    }

    @Test
    void contestedChangeIsTheCauseThoughAllIsHealthy() {
        // Given
        head("shop", false);
        state(SHOP, "Healthy", Deployment.NONE, "", List.of());
        records.put(
                Topic.DRIFTED,
                SHOP,
                new DriftState(1, List.of(TargetRecords.drifted(WEB, true)), List.of(), List.of()));
        // Then
        assertThat(explain(SHOP).sentence())
                .contains("is changed outside Git again after each correction", "kubectl-edit");
    }

    @Test
    void recordThatCannotBeReadIsNamedWithItsTopic() {
        // Given
        head("shop", false);
        state(SHOP, "Healthy", Deployment.NONE, "", List.of());
        records.poison(Topic.PLAN, SHOP);
        // Then
        assertThat(explain(SHOP).sentence())
                .isEqualTo(
                        "production/shop is left as it is: keelstream.plan.v1: the record of the target cannot be read:"
                                + " not JSON");
    }

    @Test
    void recordThatTheServicesCannotReadComesFirstAndADecisionLast() {
        // Given
        head("shop", false);
        Problem decision = Reason.POISON_EVENT.problem("the decision cannot be read", SHOP + "#pause");
        Problem crash = Reason.NOT_HEALTHY_IN_TIME.problem(CRASH, WEB);
        failed(SHOP, decision, crash);
        // Then
        assertThat(explain(SHOP).cause().text()).contains("CrashLoopBackOff");
        assertThat(explain(SHOP).others()).extracting(Link::subject).containsExactly(SHOP + "#pause");
        // When
        failed(SHOP, crash, decision, Reason.POISON_EVENT.problem("the record in inventory cannot be read", SHOP));
        // Then
        assertThat(explain(SHOP).sentence())
                .isEqualTo("production/shop is left as it is: the record in inventory cannot be read");
    }

    @Test
    void decisionThatCannotBeReadHoldsOnlyWhereItMayBeAPauseOrAPin() {
        for (String slot : List.of("#pause", "#pin", "#abort")) {
            // Given
            head("shop", false);
            Problem unreadable = Reason.POISON_EVENT.problem("the decision cannot be read", SHOP + slot);
            targets.state(SHOP, "Healthy", Deployment.NONE, "", List.of(), List.of(unreadable), List.of());
            // Then
            assertThat(explain(SHOP).sentence())
                    .isEqualTo("production/shop "
                            + (slot.equals("#abort") ? "goes on without a decision: " : "is held by a decision: ")
                            + SHOP + slot + ": the decision cannot be read");
        }
    }

    @Test
    void sentenceAboutTheWholeTargetIsNotTakenApart() {
        // Given
        String held = "commit abcdef12 did not become healthy: " + WEB + ": " + CRASH + "; push a change";
        head("shop", false);
        state(SHOP, "Degraded", Deployment.NONE, held, List.of());
        plan(SHOP, Plan.State.BLOCKED, Reason.RELEASE_FAILED.problem(held, null));
        // Then
        assertThat(explain(SHOP).sentence()).isEqualTo("production/shop stays as it is: " + held);
    }

    @Test
    void planOfAnEarlierCommitSaysNothing() {
        // Given
        head("shop", false);
        state(SHOP, "Healthy", Deployment.NONE, "a plan for " + commit(), List.of());
        records.put(
                Topic.PLAN,
                SHOP,
                TargetRecords.plan(
                        "sha256:0@earlier", Plan.State.FAILED, List.of(Reason.REFUSED.problem("no", WEB)), List.of()));
        // Then
        assertThat(explain(SHOP).sentence()).isEqualTo("production/shop waits for a plan for " + commit());
    }

    @Test
    void targetThatNobodyAnswersForSaysSo() {
        head("shop", false);
        assertThat(explain(SHOP).sentence()).contains("neither planner nor applier has answered");
    }

    @Test
    void unknownTargetNamesNearOnes() {
        // Given
        head("shop", false);
        records.put(Topic.TARGET, "staging/shop", records.read(Topic.TARGET, TargetState.class, SHOP));
        state(SHOP, "Healthy", Deployment.NONE, "", List.of());
        // Then
        assertThatThrownBy(() -> ExplainCommand.explain("production/shpo", tables()))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no target production/shpo; did you mean production/shop?");
        assertThatThrownBy(() -> ExplainCommand.explain("shop", tables()))
                .hasMessageContaining("is not a target")
                .hasMessageContaining("did you mean production/shop?");
        assertThatThrownBy(() -> ExplainCommand.explain("elsewhere/nothing", tables()))
                .hasMessage("there is no target elsewhere/nothing. keelstream status lists all");
    }

    @Test
    void jsonHasTheCauseAndTheChain() {
        // Given
        head("shop", false);
        failed(SHOP, Reason.NOT_HEALTHY_IN_TIME.problem(CRASH, WEB));
        // Then
        assertThat(ExplainText.json(explain(SHOP), null))
                .startsWith(
                        "{\"target\":\"production/shop\",\"fine\":false,\"sentence\":\"production/shop is not released")
                .contains("\"cause\":{\"subject\":\"1 pod\"", "\"reason\":\"NotHealthyInTime\"", "\"remedy\":null");
    }

    @Test
    void canaryThatWaitsOrRunsIsForecastAndOneThatIsOverIsNot() {
        // Given
        head("shop", false);
        state(SHOP, "Healthy", Deployment.NONE, "AWAITING_APPROVAL: set policy.sync", List.of());
        canary(Plan.State.AWAITING_APPROVAL);
        // Then
        assertThat(Situation.of(TargetName.parse(SHOP), tables()).trialAhead()).isNotNull();
        canary(Plan.State.READY);
        assertThat(Situation.of(TargetName.parse(SHOP), tables()).trialAhead()).isNull();
        Deployment running = new Deployment("id", true, null, new CanaryState(0, 2, 10, null));
        state(SHOP, "Healthy", running, "the verdict on the canary at 10 %", List.of());
        assertThat(Situation.of(TargetName.parse(SHOP), tables()).trialAhead()).isNotNull();
        assertThat(ExplainText.lines(explain(SHOP), "about 27m with traffic", TargetRecords.NOW))
                .contains("forecast of its canary: about 27m with traffic");
    }

    private void canary(Plan.State state) {
        Trial.Body web = new Trial.Body(WEB, "apps/v1", null, Map.of());
        Trial trial = new Trial(
                new Trial.Stable(WEB, "web-.*", 2, web),
                new Trial.Copy(web, List.of(), "web-canary", "web-canary-.*"),
                null,
                new Trial.Shift.Replicas(),
                List.of(new Trial.Step(10, 1, 1, Need.PASS)),
                List.of(),
                CanaryRules.DEFAULT);
        records.put(
                Topic.PLAN,
                SHOP,
                TargetRecords.plan(TargetRecords.WANTED, state, List.of(), List.of())
                        .withCanary(new CanaryPlan("sha256:1", null, trial)));
    }

    private Explanation explain(String target) {
        return FirstCause.of(TargetName.parse(target), tables()).orElseThrow();
    }

    private Tables tables() {
        return targets.tables();
    }

    private void head(String application, boolean rejected, Problem... problems) {
        targets.head(application, rejected, List.of(problems));
    }

    private void state(
            String target, String health, Deployment deployment, String waitingFor, List<ObjectHealth> unhealthy) {
        targets.state(target, health, deployment, waitingFor, unhealthy, List.of(), List.of());
    }

    private void failed(String target, Problem... problems) {
        Deployment ended = new Deployment(
                "id", false, "FAILED", null, TargetRecords.revision(), TargetRecords.NOW.minusSeconds(60));
        targets.state(target, "Progressing", ended, "the next try", List.of(), List.of(problems), List.of());
        plan(target, Plan.State.READY);
    }

    private void dependent(String target, String... others) {
        targets.state(target, "Missing", Deployment.NONE, "AWAITING_DEPENDENCY", List.of(), List.of(), List.of(others));
        plan(
                target,
                Plan.State.AWAITING_DEPENDENCY,
                Arrays.stream(others)
                        .map(each -> Reason.DEPENDENCY_NOT_READY.problem("is at 1; policy.dependsOn", each))
                        .toArray(Problem[]::new));
    }

    private void plan(String target, Plan.State state, Problem... problems) {
        records.put(Topic.PLAN, target, TargetRecords.plan(TargetRecords.WANTED, state, List.of(problems), List.of()));
    }

    private static String commit() {
        return TargetRecords.revision().shortCommit();
    }
}
