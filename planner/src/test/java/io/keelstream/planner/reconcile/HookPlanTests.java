package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.messaging.event.Fact;
import io.keelstream.planner.sample.Samples;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hooks a plan runs. */
class HookPlanTests {

    private static final String TARGET = "production/shop";
    private static final String SETTINGS = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {color: red}
        """;

    /** Its values are not read. */
    private static final String LOGIN =
            "{apiVersion: v1, kind: Secret, metadata: {name: login}, data: {password: aGlkZGVu}}";

    private static final String INSTALL = hook("install", "helm.sh/hook: pre-install");
    private static final String UPGRADE = hook("upgrade", "helm.sh/hook: pre-upgrade");
    private static final String BOTH = hook("both", "helm.sh/hook: 'pre-install,pre-upgrade'");
    private static final String SMOKE = hook("smoke", "argocd.argoproj.io/hook: PostSync");

    @TempDir
    Path folder;

    private PlanningSandbox world;

    @BeforeEach
    void open() {
        world = new PlanningSandbox(folder);
        world.client
                .create(Samples.manifest("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"), "kubectl", false)
                .orThrow();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void firstReleaseRunsInstallHooksAloneAndLaterOnesUpgradeHooks() throws Exception {
        world.desire(TARGET, bundle(SETTINGS, INSTALL, UPGRADE, BOTH, SMOKE));
        Plan first = world.ready(TARGET);
        assertThat(hooks(first))
                .containsExactly(
                        "pre-apply Job.batch/shop/both",
                        "pre-apply Job.batch/shop/install",
                        "post-apply Job.batch/shop/smoke");
        assertThat(first.actions().getLast()).isInstanceOf(RunHook.class);
        assertThat(first.bundle().hooks()).hasSize(4);

        ended(first, first.bundle().hooks(), null);
        world.desire(TARGET, bundle(SETTINGS.replace("red", "blue"), INSTALL, UPGRADE, BOTH, SMOKE));

        assertThat(hooks(world.ready(TARGET)))
                .containsExactly(
                        "pre-apply Job.batch/shop/both",
                        "pre-apply Job.batch/shop/upgrade",
                        "post-apply Job.batch/shop/smoke");
    }

    @Test
    void hooksOfWavesRunInForwardReleasesByWaveAndKind() throws Exception {
        // Given
        String late = hook("a-late", "argocd.argoproj.io/hook: Sync\n    argocd.argoproj.io/sync-wave: '2'");
        String early = hook("seed", "argocd.argoproj.io/hook: Sync");
        String account = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: seeder, annotations:"
                + " {argocd.argoproj.io/hook: Sync}}}";
        Desired bundle = bundle(SETTINGS, late, early, account, SMOKE);
        world.desire(TARGET, bundle);

        // When
        Plan first = world.ready(TARGET);

        // Then
        assertThat(hooks(first))
                .containsExactly(
                        "sync ServiceAccount/shop/seeder",
                        "sync Job.batch/shop/seed",
                        "sync Job.batch/shop/a-late",
                        "post-apply Job.batch/shop/smoke");
        assertThat(runs(first).map(hook -> hook.rule().weight())).containsExactly(0, 0, 2, 0);
        ended(first, Map.of("sync Job.batch/shop/seed", digest(first, "seed")), null);
        world.partition.put(Topic.INVENTORY, TARGET, inventory().withApplied(Inventory.Applied.NOTHING));
        assertThat(hooks(world.ready(TARGET)))
                .containsExactly(
                        "sync ServiceAccount/shop/seeder",
                        "sync Job.batch/shop/a-late",
                        "post-apply Job.batch/shop/smoke");
    }

    @Test
    void hookOfAKindThatTheBundleBringsNeedsItOnlyAtItsTurn() throws Exception {
        // Given
        String definition = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: workflows.argoproj.io}
            spec:
              group: argoproj.io
              names: {kind: Workflow, plural: workflows, singular: workflow, listKind: WorkflowList}
              scope: Namespaced
              versions:
                - name: v1alpha1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;
        String workflow = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata:
              name: seed
              annotations: {keelstream.io/hook: sync, keelstream.io/wave: "1"}
            """;
        world.desire(TARGET, bundle(definition, workflow));

        // When
        Plan plan = world.ready(TARGET);

        // Then
        assertThat(hooks(plan)).containsExactly("sync Workflow.argoproj.io/shop/seed");
        world.desire(TARGET, bundle(definition, workflow.replace("hook: sync", "hook: pre-apply")));
        assertThat(world.plan(TARGET).state()).isEqualTo(State.FAILED);
    }

    @Test
    void adoptionIsNoInstallation() throws Exception {
        // Given
        world.client
                .create(Samples.manifest(SETTINGS.replace("{name:", "{namespace: shop, name:")), "helm", false)
                .orThrow();
        world.desire(TARGET, bundle(SETTINGS, INSTALL, UPGRADE));

        // When
        Plan plan = world.ready(TARGET);

        // Then
        assertThat(plan.actions().getFirst()).isInstanceOf(PlannedAction.Adopt.class);
        assertThat(hooks(plan)).containsExactly("pre-apply Job.batch/shop/upgrade");
    }

    @Test
    void lostRecordsMakeNoInstallation() throws Exception {
        // Given
        world.desire(TARGET, bundle(SETTINGS, INSTALL, UPGRADE));
        world.apply(TARGET, world.ready(TARGET));
        world.partition.put(Topic.INVENTORY, TARGET, null);
        world.partition.put(Topic.PLAN, TARGET, null);

        // When
        world.desire(TARGET, bundle(SETTINGS.replace("red", "blue"), INSTALL, UPGRADE));

        // Then
        assertThat(hooks(world.plan(TARGET))).containsExactly("pre-apply Job.batch/shop/upgrade");
    }

    @Test
    void hookDoesNotRunAgainBecauseItsRecordsAreLost() throws Exception {
        // Given
        world.desire(TARGET, Samples.withHooks(Samples.bundle("shop", TargetPolicy.DEFAULT, SETTINGS, LOGIN), BOTH));
        world.apply(TARGET, world.ready(TARGET));
        world.partition.put(Topic.INVENTORY, TARGET, null);
        world.partition.put(Topic.PLAN, TARGET, null);

        // When
        Plan plan = world.ready(TARGET);

        // Then
        assertThat(hooks(plan)).isEmpty();
        assertThat(plan.warnings()).anySatisfy(warning -> {
            assertThat(warning.where()).isEqualTo("Job.batch/shop/both");
            assertThat(warning.message()).contains("the cluster has everything of this commit already");
        });
    }

    @Test
    void hookThatSucceededForABundleIsNotRepeated() throws Exception {
        // Given
        world.desire(TARGET, bundle(SETTINGS, BOTH, SMOKE));
        Plan first = world.ready(TARGET);
        ended(first, Map.of("pre-apply Job.batch/shop/both", digest(first, "both")), null);
        Inventory whole = inventory();
        world.partition.put(Topic.INVENTORY, TARGET, whole.withApplied(Inventory.Applied.NOTHING));

        // When
        Plan plan = world.ready(TARGET);

        // Then
        assertThat(hooks(plan)).containsExactly("post-apply Job.batch/shop/smoke");
    }

    @Test
    void whatIsThereForOtherHooksIsCreatedAgainWithThem() throws Exception {
        // Given
        String account = """
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: migrator
              annotations: {helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-weight: "-5"}
            """;
        world.desire(TARGET, bundle(SETTINGS, account, BOTH));
        Plan first = world.ready(TARGET);
        assertThat(hooks(first))
                .containsExactly("pre-apply ServiceAccount/shop/migrator", "pre-apply Job.batch/shop/both");
        ended(first, Map.of("pre-apply ServiceAccount/shop/migrator", digest(first, "migrator")), null);
        world.partition.put(Topic.INVENTORY, TARGET, inventory().withApplied(Inventory.Applied.NOTHING));

        // When
        Plan again = world.ready(TARGET);

        // Then
        assertThat(hooks(again))
                .containsExactly("pre-apply ServiceAccount/shop/migrator", "pre-apply Job.batch/shop/both");
    }

    @Test
    void hookThatChangedAloneIsRun() throws Exception {
        // Given
        world.desire(TARGET, bundle(SETTINGS, BOTH, SMOKE));
        Plan first = world.ready(TARGET);
        ended(first, first.bundle().hooks(), null);

        // When
        world.desire(TARGET, bundle(SETTINGS, BOTH, SMOKE.replace("image: a", "image: b")));

        // Then
        assertThat(world.ready(TARGET).actions())
                .singleElement()
                .satisfies(action -> assertThat(action.reference()).isEqualTo("Job.batch/shop/smoke"));
    }

    @Test
    void bundleWithoutDifferencesRunsNothing() throws Exception {
        // Given
        world.desire(TARGET, bundle(SETTINGS, BOTH));
        Plan first = world.ready(TARGET);
        ended(first, first.bundle().hooks(), null);

        // When
        world.desire(TARGET, bundle(SETTINGS));

        // Then
        assertThat(world.plan(TARGET).state()).isEqualTo(State.UNCHANGED);
    }

    @Test
    void releaseThatAHookFailedIsNotTriedAgainUntilAPersonSaysSo() throws Exception {
        // Given
        world.desire(TARGET, bundle(SETTINGS, BOTH));
        Plan first = world.ready(TARGET);
        Inventory.Block failed = new Inventory.Block(
                "d", "c0ffee", first.bundleDigest(), "Job.batch/shop/both: exit code 3", Instant.EPOCH);
        ended(first, Map.of(), failed);
        world.partition.put(Topic.INVENTORY, TARGET, inventory().withApplied(Inventory.Applied.NOTHING));

        // When
        Plan blocked = world.plan(TARGET);

        // Then
        assertThat(blocked.state()).isEqualTo(State.BLOCKED);
        assertThat(blocked.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("HookFailed");
            assertThat(problem.message()).contains("exit code 3", "keelstream retry production/shop");
        });

        Inventory.History history = inventory().history();
        world.partition.put(
                Topic.INVENTORY,
                TARGET,
                inventory()
                        .withHistory(history.withHooks(
                                Objects.requireNonNull(history.hooks()).withFailed(failed.retried("ada"))))
                        .next(null));
        assertThat(hooks(world.ready(TARGET))).containsExactly("pre-apply Job.batch/shop/both");
    }

    @Test
    void hooksForAFailureAreInThePlanAndThoseForACanaryOnlyWithOne() throws Exception {
        // Given
        String alarm = hook("alarm", "argocd.argoproj.io/hook: SyncFail");
        String test = hook("test", "keelstream.io/hook: canary");
        world.desire(TARGET, bundle(SETTINGS, alarm, test));

        // When
        Plan first = world.ready(TARGET);

        // Then
        assertThat(hooks(first)).containsExactly("on-failure Job.batch/shop/alarm");
        assertThat(first.bundle().hooks()).hasSize(2);
    }

    @Test
    void hookForAFailureThatChangesAloneMakesNoRelease() throws Exception {
        // Given
        String alarm = hook("alarm", "keelstream.io/hook: on-failure");
        world.desire(TARGET, bundle(SETTINGS, alarm));
        Plan first = world.ready(TARGET);
        ended(first, first.bundle().hooks(), null);

        // When
        world.desire(TARGET, bundle(SETTINGS, alarm.replace("image: a", "image: b")));

        // Then
        assertThat(world.plan(TARGET).state()).isEqualTo(State.UNCHANGED);
    }

    @Test
    void rollbackRunsTheHooksForItOfTheCommitThatItReturnsToOnce() throws Exception {
        // Given
        TargetPolicy policy = TargetPolicy.DEFAULT.withOnFailure(OnFailure.ROLLBACK);
        String down = hook("down", "helm.sh/hook: pre-rollback");
        String check = hook("check", "keelstream.io/hook: post-rollback");
        Desired good = Samples.withHooks(Samples.bundle("shop", policy, SETTINGS), BOTH, down, check);
        Desired bad = Samples.bundle("shop", policy, SETTINGS.replace("red", "blue"));
        world.desire(TARGET, good);
        Plan first = world.ready(TARGET);
        ended(first, first.bundle().hooks(), null);
        healthy(good);
        world.planner.evaluate(TARGET);
        world.desire(TARGET, bad);
        Plan second = world.ready(TARGET);
        world.apply(TARGET, second);
        failedAt(bad, good);

        // When
        world.planner.evaluate(TARGET);
        Plan rollback = world.current(TARGET);

        // Then
        assertThat(rollback.trigger()).isEqualTo(Plan.Trigger.ROLLBACK);
        assertThat(hooks(rollback)).containsExactly("pre-apply Job.batch/shop/down", "post-apply Job.batch/shop/check");
        assertThat(rollback.warnings())
                .filteredOn(warning -> warning.reason().equals("HookLeftOut"))
                .extracting(warning -> warning.where())
                .containsExactly("Job.batch/shop/both");

        // When
        Inventory now = inventory();
        Inventory.Hooks done = new Inventory.Hooks(
                good.bundleDigest(), Map.of("pre-apply Job.batch/shop/down", digest(rollback, "down")), null);
        world.partition.put(
                Topic.INVENTORY,
                TARGET,
                now.withHistory(now.history().withBackHooks(done)).next(null));

        // Then
        world.planner.evaluate(TARGET);
        assertThat(hooks(world.current(TARGET))).containsExactly("post-apply Job.batch/shop/check");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void correctionOfDriftRunsNoHooks(boolean complete) throws Exception {
        // Given
        String before = hook("before", "keelstream.io/hook: pre-apply");
        String failure = hook("failure", "keelstream.io/hook: on-failure");
        String back = hook("back", "keelstream.io/hook: pre-rollback");
        Desired bundle = bundle(SETTINGS, INSTALL, UPGRADE, before, SMOKE, failure, back);
        world.desire(TARGET, bundle);
        Plan first = world.ready(TARGET);
        Inventory.Block failed = new Inventory.Block(
                "d", "c0ffee", first.bundleDigest(), "Job.batch/shop/smoke: exit code 3", Instant.EPOCH);
        ended(first, complete ? first.bundle().hooks() : Map.of(), complete ? null : failed);
        if (!complete) {
            world.partition.put(Topic.INVENTORY, TARGET, inventory().withApplied(Inventory.Applied.NOTHING));
            assertThat(world.plan(TARGET).state()).isEqualTo(State.BLOCKED);
        }

        // When
        world.client
                .patch(
                        ObjectReference.parse("ConfigMap/shop/settings"),
                        "application/merge-patch+json",
                        Map.of("data", Map.of("color", "blue")),
                        "kubectl-edit")
                .orThrow();
        drifted("ConfigMap/shop/settings");
        world.planner.evaluate(TARGET);

        // Then
        Plan correction = world.current(TARGET);
        assertThat(correction.state()).as("%s", correction.problems()).isEqualTo(State.READY);
        assertThat(correction.trigger()).isEqualTo(Plan.Trigger.DRIFT);
        assertThat(correction.actions()).singleElement().isInstanceOf(PlannedAction.Write.class);
        assertThat(correction.warnings())
                .filteredOn(Reason.HOOK_LEFT_OUT::is)
                .extracting(Problem::where)
                .contains("Job.batch/shop/before", "Job.batch/shop/upgrade", "Job.batch/shop/smoke");
    }

    @Test
    void rollbackThatAHookFailedIsHeldUntilAPersonSaysSoOrAnotherBundleComes() throws Exception {
        // Given
        TargetPolicy policy = TargetPolicy.DEFAULT.withOnFailure(OnFailure.ROLLBACK);
        Desired good =
                Samples.withHooks(Samples.bundle("shop", policy, SETTINGS), hook("down", "helm.sh/hook: pre-rollback"));
        Desired bad = Samples.bundle("shop", policy, SETTINGS.replace("red", "blue"));
        world.desire(TARGET, good);
        Plan first = world.ready(TARGET);
        ended(first, first.bundle().hooks(), null);
        healthy(good);
        world.planner.evaluate(TARGET);
        world.desire(TARGET, bad);
        world.apply(TARGET, world.ready(TARGET));
        failedAt(bad, good);
        world.planner.evaluate(TARGET);
        assertThat(hooks(world.current(TARGET))).containsExactly("pre-apply Job.batch/shop/down");

        // When
        Inventory.Block failed = new Inventory.Block(
                "back",
                good.revision().commit(),
                good.bundleDigest(),
                "Job.batch/shop/down: exit code 3",
                Instant.EPOCH);
        hookOfRollback(good, failed);
        world.planner.evaluate(TARGET);

        // Then
        assertHeldByHook();

        // When
        int written = world.partition.transitions().size();
        world.planner(world.partition, world.settings, Clock.systemUTC()).evaluate(TARGET);
        world.desire(TARGET, at(bad, "5ca1ab1e".repeat(5)));
        world.planner.evaluate(TARGET);
        world.planner(world.partition, world.settings, Clock.systemUTC()).evaluate(TARGET);

        // Then
        assertHeldByHook();
        assertThat(world
                        .partition
                        .transitions()
                        .subList(written, world.partition.transitions().size())
                        .stream()
                        .flatMap(List::stream)
                        .map(Fact::payload)
                        .filter(Plan.class::isInstance)
                        .map(Plan.class::cast))
                .as("a planner that starts anew, and a commit with the same bundle")
                .noneMatch(plan -> plan.state() == State.READY);

        // When
        hookOfRollback(good, failed.retried("ada"));
        world.planner.evaluate(TARGET);

        // Then
        assertThat(world.current(TARGET).state()).isEqualTo(State.READY);
        assertThat(world.current(TARGET).trigger()).isEqualTo(Plan.Trigger.ROLLBACK);
        assertThat(hooks(world.current(TARGET))).containsExactly("pre-apply Job.batch/shop/down");

        // When
        hookOfRollback(good, failed);
        world.planner.evaluate(TARGET);
        assertHeldByHook();
        world.desire(TARGET, Samples.bundle("shop", policy, SETTINGS.replace("red", "green")));

        // Then
        assertThat(world.ready(TARGET).trigger()).isEqualTo(Plan.Trigger.REVISION);
    }

    @Test
    void removalRunsTheDeleteHooksOfWhatIsApplied() throws Exception {
        // Given
        String backup = hook("backup", "helm.sh/hook: pre-delete");
        String clean = hook("clean", "argocd.argoproj.io/hook: PostDelete");
        Desired bundle = bundle(SETTINGS, BOTH, backup, clean);
        world.desire(TARGET, bundle);
        Plan first = world.ready(TARGET);
        assertThat(hooks(first)).containsExactly("pre-apply Job.batch/shop/both");
        ended(first, first.bundle().hooks(), null);
        world.planner.evaluate(TARGET);

        // When
        world.desire(TARGET, Removals.removed(bundle, OnRemoval.PRUNE, List.of()));
        Plan removal = world.ready(TARGET);

        // Then
        assertThat(removal.removal()).isTrue();
        assertThat(hooks(removal))
                .containsExactly("pre-apply Job.batch/shop/backup", "post-apply Job.batch/shop/clean");
        world.desire(TARGET, Removals.removed(bundle, OnRemoval.ORPHAN, List.of()));
        assertThat(hooks(world.ready(TARGET))).isEmpty();
    }

    @Test
    void hookAfterARemovalThatTakesItsNamespaceIsLeftOut() throws Exception {
        // Given
        String namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: gone}}";
        String clean =
                hook("clean", "helm.sh/hook: post-delete").replace("name: clean", "name: clean\n  namespace: gone");
        Desired bundle = bundle(namespace, clean);
        world.desire(TARGET, bundle);
        Plan first = world.ready(TARGET);
        ended(first, first.bundle().hooks(), null);
        world.planner.evaluate(TARGET);

        // When
        world.desire(TARGET, Removals.removed(bundle, OnRemoval.PRUNE, List.of()));
        Plan removal = world.plan(TARGET);

        // Then
        assertThat(hooks(removal)).isEmpty();
        assertThat(removal.warnings())
                .anySatisfy(
                        warning -> assertThat(warning.message())
                                .isEqualTo(
                                        "the post-delete hook does not run, because its namespace is deleted together with the target"));
    }

    /** The target is as it is, and its plan says which hook failed the rollback, and what ends that. */
    private void assertHeldByHook() {
        Plan held = world.current(TARGET);
        assertThat(held.state()).isEqualTo(State.BLOCKED);
        assertThat(held.trigger()).isEqualTo(Plan.Trigger.ROLLBACK);
        assertThat(held.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("HookFailed");
            assertThat(problem.message()).contains("down: exit code 3", "keelstream retry production/shop");
        });
    }

    /** The release back to the bundle has ended before anything was applied, as this hook failed. */
    private void hookOfRollback(Desired good, Inventory.Block failed) {
        Inventory now = inventory();
        Inventory.Hooks hooks = new Inventory.Hooks(good.bundleDigest(), Map.of(), failed);
        world.partition.put(
                Topic.INVENTORY,
                TARGET,
                now.withHistory(now.history().withBackHooks(hooks)).next(null));
    }

    private void drifted(String reference) {
        Instant now = Instant.now();
        DriftedObject object = new DriftedObject(
                reference,
                DriftKind.MODIFIED,
                new DriftedObject.Difference(List.of(), 0, null, "fingerprint"),
                "digest",
                Drift.CORRECT,
                new DriftedObject.Times(now, now),
                new DriftedObject.Contest(false, null));
        world.partition.put(
                Topic.DRIFTED, TARGET, new DriftState(inventory().sequence(), List.of(object), List.of(), List.of()));
    }

    /** The same bundle by another commit. */
    private static Desired at(Desired bundle, String commit) {
        Revision one = bundle.revision();
        return new Desired(
                false,
                new Revision(one.repository(), one.ref(), commit, one.author(), one.message(), one.committedAt()),
                bundle.settings(),
                bundle.bundleDigest(),
                bundle.objects(),
                bundle.hooks(),
                bundle.notes());
    }

    private void healthy(Desired bundle) {
        Inventory now = inventory();
        Inventory.KnownGood good = new Inventory.KnownGood(bundle.bundleDigest(), bundle.revision(), Instant.EPOCH);
        world.partition.put(
                Topic.INVENTORY, TARGET, now.withHistory(now.history().knownGood(good)));
    }

    /** The release of the bad bundle applied everything and failed; the good one was healthy before. */
    private void failedAt(Desired bad, Desired good) {
        Inventory now = inventory();
        Inventory.History history = now.history()
                .knownGood(new Inventory.KnownGood(good.bundleDigest(), good.revision(), Instant.EPOCH))
                .withFailed(new Inventory.FailedBundle(
                        "d", bad.revision().commit(), bad.bundleDigest(), "crashes", Instant.EPOCH, null, null));
        world.partition.put(
                Topic.INVENTORY,
                TARGET,
                now.withApplied(new Inventory.Applied(null, bad.revision(), good.revision()))
                        .withHistory(history));
    }

    @Test
    void rulesOfAHookAreInThePlan() throws Exception {
        // Given
        world.desire(
                TARGET,
                bundle(
                        SETTINGS,
                        hook("late", """
                            keelstream.io/hook: pre-apply
                                keelstream.io/hook-weight: "5"
                                keelstream.io/hook-timeout: 10m
                                keelstream.io/hook-delete-policy: succeeded
                                keelstream.io/hook-interrupt: allow
                            """.strip()),
                        hook("zzz-early", """
                            keelstream.io/hook: pre-apply
                                keelstream.io/hook-timeout: 20m
                            """.strip()).replace("spec: {", "spec: {activeDeadlineSeconds: 60, "),
                        hook("contract", """
                            helm.sh/hook: post-upgrade,post-install
                                keelstream.io/barrier: "true"
                            """.strip())));

        // When
        List<RunHook> hooks = runs(world.ready(TARGET)).toList();

        // Then
        assertThat(hooks)
                .extracting(RunHook::rule)
                .containsExactly(
                        new HookRule(HookPhase.PRE_APPLY, 0, List.of(DeletePolicy.BEFORE_CREATE), false, 90_000),
                        new HookRule(HookPhase.PRE_APPLY, 5, List.of(DeletePolicy.SUCCEEDED), true, 600_000),
                        new HookRule(
                                HookPhase.POST_APPLY, 0, List.of(DeletePolicy.BEFORE_CREATE), false, 1_800_000, true));
    }

    @Test
    void hookThatTheServerRefusesFailsThePlan() throws Exception {
        // Given
        world.desire(TARGET, bundle(SETTINGS, BOTH.replace("restartPolicy: Never", "restartPolicy: Sometimes")));

        // When
        Plan plan = world.plan(TARGET);

        // Then
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.problems()).anySatisfy(problem -> {
            assertThat(problem.where()).isEqualTo("Job.batch/shop/both");
            assertThat(problem.message()).contains("restartPolicy");
        });
    }

    /** The release of the plan has ended with its objects applied and these hooks done. */
    private void ended(Plan plan, Map<String, String> done, Inventory.@Nullable Block failed) {
        world.apply(TARGET, plan);
        Inventory inventory = inventory();
        world.partition.put(
                Topic.INVENTORY,
                TARGET,
                inventory.withHistory(
                        inventory.history().withHooks(new Inventory.Hooks(plan.bundleDigest(), done, failed))));
    }

    private Inventory inventory() {
        return Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, TARGET));
    }

    private static String digest(Plan plan, String name) {
        return runs(plan)
                .filter(hook -> hook.reference().endsWith("/" + name))
                .map(hook -> hook.content().digest())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> hooks(Plan plan) {
        return runs(plan).map(RunHook::id).toList();
    }

    private static Stream<RunHook> runs(Plan plan) {
        return plan.actions().stream()
                .flatMap(action -> action instanceof RunHook hook ? Stream.of(hook) : Stream.empty());
    }

    private static Desired bundle(String settings, String... hooks) {
        return Samples.withHooks(Samples.bundle("shop", TargetPolicy.DEFAULT, settings), hooks);
    }

    private static String hook(String name, String annotations) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: %s
              annotations:
                %s
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
            """.formatted(name, annotations);
    }
}
