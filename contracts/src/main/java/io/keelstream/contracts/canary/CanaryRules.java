package io.keelstream.contracts.canary;

import io.keelstream.contracts.event.Inline;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an application wants a risky commit to be put on trial. Part of the target's policy.
 *
 * @param workloads which Deployments take part
 * @param baseline what the canary is compared with
 * @param replicas least size of the copies; null for {@code min(3, max(2, stable))}
 * @param traffic how traffic is shifted
 * @param steps shares of the traffic, which rise
 * @param conduct what ends a step, and what happens when nothing does
 * @param analysis the application's {@code analysis} block, as the canary-analyzer reads it
 */
public record CanaryRules(
        @Inline Workloads workloads,
        Baseline baseline,
        @Nullable Integer replicas,
        Traffic traffic,
        List<Step> steps,
        Conduct conduct,
        Map<String, Object> analysis) {

    /** The rules of {@code canary: {}}. */
    public static final CanaryRules DEFAULT = new CanaryRules(
            Workloads.ONLY,
            Baseline.FRESH,
            null,
            new Traffic(Router.GATEWAY_API, List.of(), null, 30_000),
            List.of(new Step(5, 300_000), new Step(25, 600_000), new Step(50, 900_000)),
            new Conduct(
                    Advance.NO_HARM,
                    OnInconclusive.HOLD,
                    OnBlind.DEFAULT,
                    21_600_000,
                    Mode.ACT,
                    900_000L,
                    new Turn(null, OnNewRevision.QUEUE)),
            Map.of());

    public CanaryRules {
        steps = List.copyOf(steps);
    }

    /** Name of the Deployment that is put on trial; null where the application has just one. */
    public @Nullable String workload() {
        return workloads.workload();
    }

    /** Names of the Deployments that are promoted after it. */
    public List<String> followers() {
        return workloads.followers();
    }

    /** The same where these Deployments are promoted after the workload. */
    public CanaryRules followedBy(List<String> followers) {
        Workloads other = new Workloads(workloads.workload(), followers);
        return new CanaryRules(other, baseline, replicas, traffic, steps, conduct, analysis);
    }

    /** The most people whom a step asks for, or the start; 0 where nobody is asked. */
    public int mostApprovals() {
        Integer start = conduct.startApprovals();
        return steps.stream().mapToInt(Step::approvals).reduce(start == null ? 0 : start, Math::max);
    }

    /**
     * The same for a rehearsal, which begins and ends by itself: nobody is asked, since nothing is promoted, and what is not
     * proven in time is over.
     */
    public CanaryRules rehearsed() {
        Conduct alone = new Conduct(
                conduct.advance(),
                OnInconclusive.ROLLBACK,
                conduct.onBlind(),
                conduct.maxDurationMillis(),
                conduct.mode(),
                conduct.bakeMillis(),
                new Turn(null, conduct.onNewRevision(), conduct.turn().onWindowClose()));
        List<Step> unasked = steps.stream().map(step -> step.withApprovals(0)).toList();
        return new CanaryRules(workloads, baseline, replicas, traffic, unasked, alone, analysis);
    }

    /**
     * Which Deployments of the application take part.
     *
     * @param workload name of the one that is put on trial; null where the application has just one
     * @param follow names of those that are promoted after it and rolled back with it; null for none
     */
    public record Workloads(
            @Nullable String workload, @Nullable List<String> follow) {

        /** The application's only Deployment. */
        public static final Workloads ONLY = new Workloads(null, null);

        public Workloads {
            follow = follow == null || follow.isEmpty() ? null : List.copyOf(follow);
        }

        /** Names of those that are promoted after it. */
        public List<String> followers() {
            return follow == null ? List.of() : follow;
        }
    }

    /** What the canary is compared with. */
    public enum Baseline {
        /** A copy of the running version, as young and as large as the canary. */
        FRESH,
        /** The running pods themselves. */
        STABLE,
        UNKNOWN
    }

    /** What splits the traffic. */
    public enum Router {
        /** HTTPRoute and GRPCRoute of the Gateway API. */
        GATEWAY_API,
        /** VirtualService of Istio. */
        ISTIO,
        /** The Service itself, by the number of pods that it selects. */
        REPLICAS,
        UNKNOWN
    }

    /**
     * How traffic is shifted.
     *
     * @param router what splits it
     * @param routes names of the routes that are shifted; empty for every route of the application that names the Service
     * @param service name of the Service; null for the one Service of the application that selects the workload
     * @param drainMillis how long the copies keep running without new traffic before they are deleted; milliseconds
     * @param match requests that go to the canary whatever its weight is: those with one of these headers; null for none
     */
    public record Traffic(
            Router router,
            List<String> routes,
            @Nullable String service,
            long drainMillis,
            @Nullable List<Match> match) {

        public Traffic {
            routes = List.copyOf(routes);
            match = match == null || match.isEmpty() ? null : List.copyOf(match);
        }

        /** One that shifts shares of all requests alone. */
        public Traffic(Router router, List<String> routes, @Nullable String service, long drainMillis) {
            this(router, routes, service, drainMillis, null);
        }

        /** Requests that go to the canary whatever its weight is. */
        public List<Match> matches() {
            return match == null ? List.of() : match;
        }
    }

    /**
     * Requests with a header.
     *
     * @param header its name, whose case does not matter
     * @param value what it has to be
     * @param regex whether the value is a regular expression for the whole header
     */
    public record Match(String header, String value, boolean regex) {}

    /**
     * One share of the traffic.
     *
     * @param weight percent of the traffic of the Service, 1 to 100; 0 where matched requests alone go to the canary
     * @param soakMillis least time that is counted at this share; milliseconds
     * @param approvals people who have to promote it after its verdict; 0 for none
     * @param replicas pods of the canary at this share; null for as many as the share needs
     */
    public record Step(
            int weight,
            long soakMillis,
            int approvals,
            @Nullable Integer replicas) {

        /** One that a verdict ends, with as many pods as its share needs. */
        public Step(int weight, long soakMillis) {
            this(weight, soakMillis, 0, null);
        }

        /** The same, with another number of people. */
        public Step withApprovals(int other) {
            return new Step(weight, soakMillis, other, replicas);
        }
    }

    /**
     * What ends a step, and what happens when nothing does.
     *
     * @param advance what ends a step before the last, which always needs PASS
     * @param onInconclusive what happens at the end of {@code maxDurationMillis}
     * @param onBlind what happens while no evidence arrives
     * @param maxDurationMillis longest time from the first shift, and from when a person let the trial go on; milliseconds
     * @param mode whether verdicts are acted on
     * @param bakeMillis how long the objectives are watched after the promotion; milliseconds; null in records of versions that
     *     do not watch
     * @param turn when a trial begins, and when it gives way
     */
    public record Conduct(
            Advance advance,
            OnInconclusive onInconclusive,
            OnBlind onBlind,
            long maxDurationMillis,
            Mode mode,
            @Nullable Long bakeMillis,
            @Inline Turn turn) {

        /** One of a trial that begins by itself. */
        public Conduct(
                Advance advance,
                OnInconclusive onInconclusive,
                OnBlind onBlind,
                long maxDurationMillis,
                Mode mode,
                @Nullable Long bakeMillis) {
            this(advance, onInconclusive, onBlind, maxDurationMillis, mode, bakeMillis, new Turn(null, null));
        }

        /** People who have to promote the trial before it begins; null for none. */
        public @Nullable Integer startApprovals() {
            return turn.startApprovals();
        }

        /** What a newer commit with another version means; null in records of versions that do not ask. */
        public @Nullable OnNewRevision onNewRevision() {
            return turn.onNewRevision();
        }

        /** Whether the trial goes on while the windows of the target are closed. */
        public boolean ignoresWindows() {
            return turn.onWindowClose() == OnWindowClose.FINISH;
        }

        /** Whether a person has to promote the trial before it begins. */
        public boolean asksBeforeStart() {
            return turn.startApprovals() != null && turn.startApprovals() > 0;
        }
    }

    /**
     * When a trial begins, and when it gives way to another one.
     *
     * @param startApprovals people who have to promote the trial before it begins; null for none
     * @param onNewRevision what a newer commit with another version means; null in records of versions that do not ask
     * @param onWindowClose what happens while the windows of the target are closed; null in records of versions that do not ask
     */
    public record Turn(
            @Nullable Integer startApprovals,
            @Nullable OnNewRevision onNewRevision,
            @Nullable OnWindowClose onWindowClose) {

        /** One that waits for its windows. */
        public Turn(@Nullable Integer startApprovals, @Nullable OnNewRevision onNewRevision) {
            this(startApprovals, onNewRevision, OnWindowClose.HOLD);
        }
    }

    /**
     * What happens while no evidence arrives: the metrics source is away, or nobody analyses.
     *
     * @param afterMillis so long evidence may be missing; milliseconds
     * @param response what is done then
     */
    public record OnBlind(long afterMillis, Response response) {

        /** Back to the first step's weight after ten minutes. */
        public static final OnBlind DEFAULT = new OnBlind(600_000, Response.RETREAT);

        /** What may be done. */
        public enum Response {
            /** The weight goes back to that of the first step; there the trial holds. */
            RETREAT,
            /** The trial holds where it is. */
            HOLD,
            UNKNOWN
        }
    }

    /** What ends a step before the last. */
    public enum Advance {
        NO_HARM,
        PASS,
        UNKNOWN
    }

    /** What happens when a trial proves nothing in time. */
    public enum OnInconclusive {
        HOLD,
        PROMOTE,
        ROLLBACK,
        UNKNOWN
    }

    /** What a newer commit with another version means for a trial that is past its first step and shows no harm. */
    public enum OnNewRevision {
        /** The newest waits until the trial has ended. */
        QUEUE,
        /** The trial is taken back, and the newest begins. */
        RESTART,
        UNKNOWN
    }

    /** What happens to a trial while the windows of the target are closed. */
    public enum OnWindowClose {
        /** The weight does not rise, and nothing is promoted, until they open. */
        HOLD,
        /** What has begun goes on. */
        FINISH,
        /** The weight goes back to that of the first step, where the trial holds. */
        RETREAT,
        UNKNOWN
    }

    /** Whether verdicts are acted on. */
    public enum Mode {
        /** A verdict of harm takes the traffic back. */
        ACT,
        /** Verdicts are reported; steps end by their soak, and nothing is taken back. */
        OBSERVE,
        UNKNOWN
    }
}
