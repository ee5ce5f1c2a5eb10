package io.keelstream.contracts.plan;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.inventory.Revert;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.window.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A target's current plan: the only thing the applier executes.
 *
 * <p>A plan answers one record of {@code desired} and applies one bundle. Usually the bundle is that record's own; a rollback
 * applies an older one. The applier asks only whether the plan answers the record that is current ({@link #answers}), and
 * takes everything else of the bundle from the plan.
 *
 * <p>UNCHANGED is published only when nobody could tell otherwise: a bundle that differs from {@code
 * Inventory.appliedBundle} but needs no write (the applier then records it as applied), a removal with nothing left to
 * remove, or after a plan of another state whose cause has gone. After a release that applied everything, the READY plan
 * that it executed stays in place.
 *
 * @param id UUIDv5 of everything the plan was computed from, bundle and mode included: equal inputs, equal id
 * @param origin why and on what it was made
 * @param bundle what it leads to
 * @param placement where it acts
 * @param readiness whether it may run
 * @param work what it does
 * @param timing when it was made
 */
public record Plan(
        String id, Origin origin, Bundle bundle, Placement placement, Readiness readiness, Work work, Timing timing) {

    /** Whether a plan may run. */
    public enum State {
        /** The applier executes it. */
        READY,
        /** A limit or a rule asks a person first. */
        AWAITING_APPROVAL,
        /** It may begin later: its windows are closed. */
        AWAITING_WINDOW,
        /** It begins when the targets that it depends on are healthy. */
        AWAITING_DEPENDENCY,
        /** Something outside Git stands in the way: another owner, a hold, a stop. */
        BLOCKED,
        /** The cluster refuses it: nothing is applied. */
        FAILED,
        /** Nothing to do. */
        UNCHANGED,
        UNKNOWN
    }

    /** Why a plan was made. */
    public enum Trigger {
        REVISION,
        DRIFT,
        /** A person rehearses a canary: the version that runs is put on trial against itself, and nothing is promoted. */
        REHEARSAL,
        ROLLBACK,
        UNKNOWN;

        /** Whether it asks for something new, by its trigger alone; {@link Origin#movesForward()} also knows commits that go back. */
        public boolean movesForward() {
            return switch (this) {
                case REVISION, REHEARSAL, UNKNOWN -> true;
                case DRIFT, ROLLBACK -> false;
            };
        }
    }

    /** What a plan does as a whole. */
    public enum Mode {
        /** Makes the cluster what the bundle says. */
        APPLY,
        /** Takes the whole target away. */
        REMOVE,
        /**
         * Clears what the target left behind on a former cluster ({@code Inventory.previous}), once the bundle is applied
         * and healthy where it is now: {@code placement} is the former cluster, and every action is PRUNE or RELEASE.
         */
        CLEAR_FORMER_CLUSTER,
        UNKNOWN
    }

    /**
     * Why and on what a plan was made.
     *
     * @param mode what it does as a whole
     * @param trigger why it was made
     * @param forDesired the record of {@code desired} that it answers: {@link Desired#identity()}
     * @param inventorySequence the inventory it was computed on; another one makes it stale
     * @param attempt 0 for the first try of this bundle
     * @param authors who wrote what it changes: authors and committers of the commits that were planned since what is applied
     * @param spared what it is spared of that other changes wait for; null where that is nothing. Older versions do not know it,
     *     and wait
     */
    public record Origin(
            Mode mode,
            Trigger trigger,
            String forDesired,
            long inventorySequence,
            int attempt,
            List<String> authors,
            @Nullable Spared spared) {

        public Origin {
            authors = List.copyOf(authors);
        }

        /** One that is spared of nothing. */
        public Origin(
                Mode mode,
                Trigger trigger,
                String forDesired,
                long inventorySequence,
                int attempt,
                List<String> authors) {
            this(mode, trigger, forDesired, inventorySequence, attempt, authors, null);
        }

        /** Where nobody is known to have written it. */
        public Origin(Mode mode, Trigger trigger, String forDesired, long inventorySequence, int attempt) {
            this(mode, trigger, forDesired, inventorySequence, attempt, List.of());
        }

        /** What Git goes back to by it; null where it does not. */
        public @Nullable Revert revert() {
            return spared == null ? null : spared.revert();
        }

        /**
         * Whether it waits for time and for others, that is for windows, for what the target depends on and for its turn. What was
         * there before does not, whoever asks for it.
         */
        public boolean movesForward() {
            return trigger.movesForward() && (revert() == null || revert() == Revert.UNKNOWN);
        }

        /** Whether it goes back to the last bundle that was healthy, from one that is not: then nobody is asked. */
        public boolean recovers() {
            return trigger == Trigger.ROLLBACK || revert() == Revert.LAST_HEALTHY;
        }

        /** Who has its release begin without a trial, and why; null where nobody does. */
        public @Nullable String withoutTrial() {
            return spared == null ? null : spared.trial();
        }

        /** The same on a cluster where nothing was healthy yet. */
        public Origin elsewhere() {
            return revert() == null
                    ? this
                    : new Origin(
                            mode,
                            trigger,
                            forDesired,
                            inventorySequence,
                            attempt,
                            authors,
                            Spared.of(null, withoutTrial()));
        }
    }

    /**
     * What a change is spared of that others wait for.
     *
     * @param revert what it goes back to; null where it does not go back
     * @param trial who has it released without a trial, and why; null where it is put on trial as any other
     */
    public record Spared(@Nullable Revert revert, @Nullable String trial) {

        /** What it is spared of; null where that is nothing. */
        public static @Nullable Spared of(@Nullable Revert revert, @Nullable String trial) {
            return revert == null && trial == null ? null : new Spared(revert, trial);
        }
    }

    /**
     * What a plan leads to, with everything of it that a release needs.
     *
     * @param digest the bundle's digest
     * @param revision its commit
     * @param policy its rules
     * @param labels labels of its application
     * @param generatedNames names without their content hash where a generator made one, by reference as the bundle writes it
     * @param hooks digests of all its hooks, whether this plan runs them or not, by {@link PlannedAction.RunHook#id}
     * @param pinned the commit that the target is pinned to, or its first digits, also where Git wants that one; empty where the
     *     record of the pin cannot be read; null where the target follows Git, and in records of versions that do not say so
     */
    public record Bundle(
            String digest,
            Revision revision,
            TargetPolicy policy,
            Map<String, String> labels,
            Map<String, String> generatedNames,
            Map<String, String> hooks,
            @Nullable String pinned) {

        public Bundle {
            labels = Map.copyOf(labels);
            generatedNames = Map.copyOf(generatedNames);
            hooks = Map.copyOf(hooks);
        }

        /** One without hooks. */
        public Bundle(
                String digest,
                Revision revision,
                TargetPolicy policy,
                Map<String, String> labels,
                Map<String, String> generatedNames) {
            this(digest, revision, policy, labels, generatedNames, Map.of());
        }

        /** Where the target follows Git. */
        public Bundle(
                String digest,
                Revision revision,
                TargetPolicy policy,
                Map<String, String> labels,
                Map<String, String> generatedNames,
                Map<String, String> hooks) {
            this(digest, revision, policy, labels, generatedNames, hooks, null);
        }

        private Bundle pinnedTo(@Nullable String commit) {
            return new Bundle(digest, revision, policy, labels, generatedNames, hooks, commit);
        }
    }

    /**
     * Whether a plan may run.
     *
     * @param state whether
     * @param notBefore of a FAILED plan: when it is tried again; null otherwise
     * @param problems everything that stands in the way
     * @param warnings worth knowing, not in the way
     * @param evidence what lets it through; null for nothing, and in records of versions that do not say
     */
    public record Readiness(
            State state,
            @Nullable Instant notBefore,
            List<Problem> problems,
            List<Problem> warnings,
            @Nullable Evidence evidence) {

        public Readiness {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
            evidence = evidence == null ? null : evidence.orNull();
        }

        /** One that nothing had to let through. */
        public Readiness(State state, @Nullable Instant notBefore, List<Problem> problems, List<Problem> warnings) {
            this(state, notBefore, problems, warnings, null);
        }

        /** Not ready, for one reason. */
        public static Readiness of(State state, Problem problem) {
            return new Readiness(state, null, List.of(problem), List.of());
        }
    }

    /**
     * What a plan does.
     *
     * @param changeDigest what an approval names; empty where there is nothing to approve
     * @param actions what changes, in an order that respects waves and dependencies
     * @param unchanged number of objects that need nothing
     * @param held references of objects that are on hold: they differ from Git, and this plan leaves them out, so the bundle
     *     is not applied completely when it ends
     * @param canary what it says of canary releases; null where the policy asks for none
     * @param assessment what the installation's rules were asked about; null where they were not
     */
    public record Work(
            String changeDigest,
            List<PlannedAction> actions,
            int unchanged,
            List<String> held,
            @Nullable CanaryPlan canary,
            @Nullable Assessment assessment) {

        /** Nothing. */
        public static final Work NONE = new Work("", List.of(), 0, List.of(), null);

        public Work {
            actions = List.copyOf(actions);
            held = List.copyOf(held);
        }

        /** One that no rule was asked about. */
        public Work(
                String changeDigest,
                List<PlannedAction> actions,
                int unchanged,
                List<String> held,
                @Nullable CanaryPlan canary) {
            this(changeDigest, actions, unchanged, held, canary, null);
        }

        /** The same with other actions; the change digest stays. */
        Work withActions(List<PlannedAction> other) {
            return new Work(changeDigest, other, unchanged, held, canary, assessment);
        }

        /** The same with the trial that it goes on with; the change digest stays. */
        Work withCanary(CanaryPlan other) {
            return new Work(changeDigest, actions, unchanged, held, other, assessment);
        }
    }

    /**
     * When a plan was made.
     *
     * @param plannedAt the end of planning
     * @param planMillis how long planning took; milliseconds
     */
    public record Timing(Instant plannedAt, long planMillis) {}

    /** Whether this plan answers the record: then it is current as far as Git is concerned. */
    public boolean answers(Desired desired) {
        return origin.forDesired().equals(desired.identity());
    }

    public State state() {
        return readiness.state();
    }

    /** Whether it is BLOCKED by something that passes without anything in Git being wrong, and without a person. */
    public boolean passes() {
        return state() == State.BLOCKED
                && problems().stream()
                        .anyMatch(each -> Reason.CLUSTER_UNREACHABLE.is(each)
                                || Reason.CLUSTER_BUSY.is(each)
                                || Reason.CANARY_RUNNING.is(each)
                                || Reason.HELD.is(each)
                                || Reason.STOPPED.is(each)
                                || Reason.OBJECT_TERMINATING.is(each)
                                || Reason.JOB_RUNNING.is(each)
                                || Reason.NAMESPACE_TERMINATING.is(each));
    }

    /** When a FAILED plan is tried again; null otherwise. */
    public @Nullable Instant notBefore() {
        return readiness.notBefore();
    }

    /** Everything that stands in the way. */
    public List<Problem> problems() {
        return readiness.problems();
    }

    /** Worth knowing, not in the way. */
    public List<Problem> warnings() {
        return readiness.warnings();
    }

    public Mode mode() {
        return origin.mode();
    }

    /** Whether it takes the whole target away. */
    public boolean removal() {
        return origin.mode() == Mode.REMOVE;
    }

    /** Whether it waits for windows and for its turn: what puts drift back, or goes back, does not. */
    public boolean movesForward() {
        return origin.movesForward();
    }

    /** When it may begin; empty for at any time: what puts drift back, or goes back, waits for no window. */
    public List<Window> windows() {
        return movesForward() ? bundle.policy().gating().windows() : List.of();
    }

    /** Why it was made. */
    public Trigger trigger() {
        return origin.trigger();
    }

    /** Whether it puts the version that runs on trial against itself, and promotes nothing. */
    public boolean rehearses() {
        return origin.trigger() == Trigger.REHEARSAL;
    }

    /** The inventory it was computed on. */
    public long inventorySequence() {
        return origin.inventorySequence();
    }

    /** 0 for the first try of this bundle. */
    public int attempt() {
        return origin.attempt();
    }

    /** The bundle it applies. */
    public String bundleDigest() {
        return bundle.digest();
    }

    /** The commit it leads to. */
    public Revision revision() {
        return bundle.revision();
    }

    /** Name of the cluster it acts on. */
    public String cluster() {
        return placement.cluster();
    }

    /** Uid of the cluster it acts on; null when the cluster was not reached. */
    public @Nullable String clusterUid() {
        return placement.clusterUid();
    }

    /** Default namespace. */
    public String namespace() {
        return placement.namespace();
    }

    /** What an approval names. */
    public String changeDigest() {
        return work.changeDigest();
    }

    /** The first twelve digits of a change digest: for people, who may name the change by them. */
    public static String shortDigest(String changeDigest) {
        String digits = changeDigest.substring(changeDigest.indexOf(':') + 1);
        return digits.length() <= 12 ? digits : digits.substring(0, 12);
    }

    /** What changes. */
    public List<PlannedAction> actions() {
        return work.actions();
    }

    /** Number of objects that need nothing. */
    public int unchanged() {
        return work.unchanged();
    }

    /** References of objects that are on hold. */
    public List<String> held() {
        return work.held();
    }

    /** The trial that it begins; null for an ordinary release. */
    public @Nullable Trial trial() {
        return work.canary() == null ? null : work.canary().trial();
    }

    /** The same for a target that is pinned to a commit; null where it follows Git. */
    public Plan pinnedTo(@Nullable String commit) {
        return new Plan(id, origin, bundle.pinnedTo(commit), placement, readiness, work, timing);
    }

    /** What lets it through, as far as that was known when it was made. */
    public Evidence evidence() {
        return readiness.evidence() == null ? Evidence.NONE : readiness.evidence();
    }

    /** The same with what lets it through. */
    public Plan letThroughBy(Evidence evidence) {
        return withReadiness(new Readiness(
                readiness.state(), readiness.notBefore(), readiness.problems(), readiness.warnings(), evidence));
    }

    /** The same with another state of affairs. */
    public Plan withReadiness(Readiness other) {
        return new Plan(id, origin, bundle, placement, other, work, timing);
    }

    /** The same with the trial that it goes on with; the change digest stays. */
    public Plan withCanary(CanaryPlan other) {
        return new Plan(id, origin, bundle, placement, readiness, work.withCanary(other), timing);
    }

    /** A phase of its hooks as annotations write it: before and after a rollback or a removal other hooks run. */
    public String word(HookPhase phase) {
        return switch (phase) {
            case PRE_APPLY -> removal() ? "pre-delete" : trigger() == Trigger.ROLLBACK ? "pre-rollback" : phase.word();
            case POST_APPLY ->
                removal() ? "post-delete" : trigger() == Trigger.ROLLBACK ? "post-rollback" : phase.word();
            case CANARY, CANARY_LOAD, CANARY_CHECK, SYNC, ON_FAILURE, UNKNOWN -> phase.word();
        };
    }

    /** The hooks that it runs in a phase, in order. */
    public List<PlannedAction.RunHook> hooks(HookPhase phase) {
        return actions().stream()
                .flatMap(action -> action instanceof PlannedAction.RunHook hook
                                && hook.rule().phase() == phase
                        ? Stream.of(hook)
                        : Stream.empty())
                .toList();
    }

    /** The same with other actions; the change digest stays. */
    public Plan withActions(List<PlannedAction> other) {
        return new Plan(id, origin, bundle, placement, readiness, work.withActions(other), timing);
    }
}
