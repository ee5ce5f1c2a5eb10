package io.keelstream.contracts.targets;

import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public read model of one target: what it shall be, what it is, how it is, and what it waits for.
 *
 * @param identity the target
 * @param revisions what it shall be, and what it is
 * @param state how it is
 * @param deployment its running or last deployment
 * @param waiting what it waits for
 * @param conditions stable facts about the target, e.g. {@code Held}, {@code ClusterReplaced}
 * @param dependsOn the targets that have to be healthy before a change of it begins; each {@code <target name>/<application name>}
 */
public record TargetState(
        @Inline TargetIdentity identity,
        @Inline Revisions revisions,
        @Inline State state,
        @Inline Deployment deployment,
        @Inline Waiting waiting,
        List<Problem> conditions,
        List<String> dependsOn) {

    public TargetState {
        conditions = List.copyOf(conditions);
        dependsOn = List.copyOf(dependsOn);
    }

    /** One that nothing of waits for a person. */
    public TargetState(
            TargetIdentity identity,
            Revisions revisions,
            State state,
            Deployment deployment,
            String waitingFor,
            List<Problem> conditions,
            List<String> dependsOn) {
        this(identity, revisions, state, deployment, new Waiting(waitingFor, List.of()), conditions, dependsOn);
    }

    /** One that depends on no other target, and that nothing of waits for a person. */
    public TargetState(
            TargetIdentity identity,
            Revisions revisions,
            State state,
            Deployment deployment,
            String waitingFor,
            List<Problem> conditions) {
        this(identity, revisions, state, deployment, waitingFor, conditions, List.of());
    }

    /**
     * What a target shall be, and what it is.
     *
     * @param desired the newest commit that changed the bundle; null before the first
     * @param applied the commit that is applied completely; null before the first
     * @param healthy the commits that it was healthy at, newest first, at most three: what it can return to
     * @param upToDate whether the bundle of {@code desired} is the one that is applied, which an earlier commit may have brought; null in
     *     records of versions that do not say so
     * @param begun whether a deployment of {@code desired} began, or an event said that it needs none; null in records of versions that do
     *     not say so
     * @param pinned the commit that it is pinned to, or its first digits, also where that is {@code desired}; empty where the record of the
     *     pin cannot be read; null where it follows Git, and in records of versions that do not say so
     */
    public record Revisions(
            @Nullable Revision desired,
            @Nullable Revision applied,
            List<Revision> healthy,
            @Nullable Boolean upToDate,
            @Nullable Boolean begun,
            @Nullable String pinned) {

        public Revisions {
            healthy = List.copyOf(healthy);
        }

        /** Of a target that follows Git, and of which nothing says whether a deployment began. */
        public Revisions(
                @Nullable Revision desired,
                @Nullable Revision applied,
                List<Revision> healthy,
                @Nullable Boolean upToDate) {
            this(desired, applied, healthy, upToDate, null, null);
        }

        /** Of a target that was healthy at no commit. */
        public Revisions(@Nullable Revision desired, @Nullable Revision applied) {
            this(desired, applied, List.of(), null);
        }
    }

    /**
     * How a target's objects are.
     *
     * @param health worst health of its objects: Unknown, Degraded, Missing, Progressing, Suspended or Healthy
     * @param since when health or the applied commit changed last
     * @param objects number of managed objects
     * @param unhealthy the objects that are not healthy, at most 50
     */
    public record State(String health, Instant since, int objects, List<ObjectHealth> unhealthy) {

        public State {
            unhealthy = List.copyOf(unhealthy);
        }
    }

    /**
     * A target's running or last deployment.
     *
     * @param deploymentId its id; null before the first
     * @param running whether it runs now
     * @param lastOutcome outcome of the last finished deployment; null before the first
     * @param canary where its canary stands; null while there is none
     * @param deploymentRevision the commit that it leads to; null before the first
     * @param startedAt when it began; null before the first
     */
    public record Deployment(
            @Nullable String deploymentId,
            boolean running,
            @Nullable String lastOutcome,
            @Nullable CanaryState canary,
            @Nullable Revision deploymentRevision,
            @Nullable Instant startedAt) {

        /** Before the first. */
        public static final Deployment NONE = new Deployment(null, false, null, null);

        /** One of which a version wrote that said neither its commit nor when it began. */
        public Deployment(
                @Nullable String deploymentId,
                boolean running,
                @Nullable String lastOutcome,
                @Nullable CanaryState canary) {
            this(deploymentId, running, lastOutcome, canary, null, null);
        }
    }

    /**
     * Where a canary stands: what a person's decision about it names.
     *
     * @param step index of the current step, from 0; null once it is being promoted
     * @param steps how many there are
     * @param weight percent of the traffic that it has
     * @param hold why it does not go on by itself; null while it does
     * @param rehearsal whether nothing will be promoted, because the version that runs is on trial against itself; null for a
     *     canary of a commit
     */
    public record CanaryState(
            @Nullable Integer step,
            int steps,
            int weight,
            @Nullable TrialHold hold,
            @Nullable Boolean rehearsal) {

        /** A canary of a commit. */
        public CanaryState(@Nullable Integer step, int steps, int weight, @Nullable TrialHold hold) {
            this(step, steps, weight, hold, null);
        }

        /** Whether the version that runs is on trial against itself. */
        public boolean rehearses() {
            return Boolean.TRUE.equals(rehearsal);
        }
    }

    /**
     * What a target waits for.
     *
     * @param waitingFor one line for people: what has to happen next; empty when nothing has to
     * @param attention what of it waits for a person
     */
    public record Waiting(String waitingFor, List<Attention> attention) {

        public Waiting {
            attention = List.copyOf(attention);
        }
    }

    /** The same, but waiting for something else, with other conditions. */
    public TargetState with(String otherWaitingFor, List<Problem> otherConditions) {
        Waiting other = new Waiting(otherWaitingFor, waiting.attention());
        return new TargetState(identity, revisions, state, deployment, other, otherConditions, dependsOn);
    }

    /** One line for people: what has to happen next; empty when nothing has to. */
    public String waitingFor() {
        return waiting.waitingFor();
    }

    /** The pause of a person whose end it waits for; null where it waits for none. */
    public @Nullable Problem heldByPause() {
        return conditions.stream()
                .filter(each -> Reason.PAUSED.is(each) && each.message().equals(waitingFor()))
                .findFirst()
                .orElse(null);
    }

    /** What of it waits for a person. */
    public List<Attention> attention() {
        return waiting.attention();
    }

    /** The target's own name. */
    public String target() {
        return identity.target();
    }

    /** The application's name. */
    public String application() {
        return identity.application();
    }

    /** The cluster's name. */
    public String cluster() {
        return identity.cluster();
    }

    /** Default namespace. */
    public String namespace() {
        return identity.namespace();
    }

    /** The newest commit that changed the bundle; null before the first. */
    public @Nullable Revision desired() {
        return revisions.desired();
    }

    /** The commit that is applied completely; null before the first. */
    public @Nullable Revision applied() {
        return revisions.applied();
    }

    /**
     * Whether what one commit of its ref made of it is applied, or what a later one made of it.
     *
     * @param commit the commit that changed its bundle
     */
    public boolean reached(NumberedCommit commit) {
        Revision applied = applied();
        return applied != null
                && (applied.isAtOrAfter(commit)
                        || (Boolean.TRUE.equals(revisions.upToDate())
                                && desired() != null
                                && desired().isAtOrAfter(commit)));
    }

    /** The commit that it is pinned to, or its first digits; empty where that cannot be read; null where it follows Git. */
    public @Nullable String pinned() {
        return revisions.pinned();
    }

    /** The commits that it was healthy at, newest first. */
    public List<Revision> healthy() {
        return revisions.healthy();
    }

    /** Worst health of its objects. */
    public String health() {
        return state.health();
    }

    /** When health or the applied commit changed last. */
    public Instant since() {
        return state.since();
    }

    /** Number of managed objects. */
    public int objects() {
        return state.objects();
    }

    /** The objects that are not healthy, at most 50. */
    public List<ObjectHealth> unhealthy() {
        return state.unhealthy();
    }

    /** The running or last deployment; null before the first. */
    public @Nullable String deploymentId() {
        return deployment.deploymentId();
    }

    /** Whether a release runs now. */
    public boolean running() {
        return deployment.running();
    }

    /** Outcome of the last finished deployment; null before the first. */
    public @Nullable String lastOutcome() {
        return deployment.lastOutcome();
    }

    /** Where the canary of the running deployment stands; null while there is none. */
    public @Nullable CanaryState canary() {
        return deployment.canary();
    }

    /**
     * One object that is not healthy.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param health its health
     * @param message why, with what its pods say behind {@code "; "}
     * @param since since when it is so, as its controller wrote it; null where that says nothing, and in records of versions that do not
     *     say so
     * @param podsSince since when what the first pods of {@code message} say is so; null likewise, and where it says nothing of pods
     */
    public record ObjectHealth(
            String reference,
            String health,
            String message,
            @Nullable Instant since,
            @Nullable Instant podsSince) {

        /** One of which nobody knows since when. */
        public ObjectHealth(String reference, String health, String message) {
            this(reference, health, message, null, null);
        }

        /**
         * The same with what its pods say.
         *
         * @param pods what they say
         * @param saidSince since when the first of them say so; null where nothing says that
         */
        public ObjectHealth with(String pods, @Nullable Instant saidSince) {
            return new ObjectHealth(reference, health, message + "; " + pods, since, saidSince);
        }
    }
}
