package io.keelstream.applier.gate;

import io.keelstream.applier.canary.Bake;
import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.Shares;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.messaging.event.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gate of a release at a state of its trial. A gate stands from the first shift on, so that somebody watches whenever the
 * copies may get traffic; it asks for something only while the release waits for a verdict.
 */
public final class Gates {

    private Gates() {}

    /**
     * The id of a release's trial. A second trial of the same digest is another one: verdicts of the first do not count for it.
     * Releases that take a trial over share it.
     */
    public static String trial(Release release) {
        return trial(Objects.requireNonNull(release.runs(), "the plan has a trial"));
    }

    /** The id of a trial. */
    public static String trial(TrialIdentity trial) {
        return trial.digest() + "/" + trial.begunBy();
    }

    /** The id of the analysis that the release waits for, or that watches it. */
    public static String analysis(Release release, TrialPosition at) {
        return Ids.analysis(release.target().toString(), trial(release), at.step(), at.round());
    }

    /** What the state needs. */
    public static Need need(ReleaseState state) {
        return state instanceof ReleaseState.Analysing analysing
                        && analysing.trial().hold() == null
                ? new Course(analysing.release().trial(), analysing.trial())
                        .step()
                        .need()
                : Need.WATCH;
    }

    /** The gate of a state with a trial. */
    public static AnalysisRequest of(ReleaseState state, Arms arms) {
        Release release = state.release();
        TrialPosition at = Objects.requireNonNull(state.trial(), "the state has a trial");
        Course course = new Course(release.trial(), at);
        Need need = need(state);
        Map<String, Object> analysis = state instanceof ReleaseState.Baking
                ? Bake.of(release.trial()).orElseThrow().analysis()
                : release.trial().rules().analysis();
        AnalysisArm promoted = state instanceof ReleaseState.Baking ? stable(course, arms.baseline(), null) : null;
        return new AnalysisRequest(
                new AnalysisIdentity(
                        analysis(release, at), trial(release), release.deploymentId(), ObjectDigest.of(analysis)),
                release.plan().revision(),
                new AnalysisRequest.Place(
                        release.plan().cluster(), release.plan().namespace()),
                new AnalysisStep(
                        at.step(),
                        at.round(),
                        need,
                        need == Need.WATCH ? 0 : course.step().soakMillis(),
                        arms.warmupMillis(),
                        need == Need.WATCH ? null : until(course)),
                promoted == null ? baseline(course, arms.baseline()) : promoted,
                promoted == null ? canary(course, arms.canary()) : promoted,
                analysis);
    }

    private static @Nullable Instant until(Course course) {
        Instant from = course.at().countsFrom();
        long longest = course.trial().rules().conduct().maxDurationMillis();
        return from == null ? null : from.plus(Duration.ofMillis(longest));
    }

    private static AnalysisArm canary(Course course, Arms.Side side) {
        Trial.Copy canary = course.trial().canary();
        boolean matched = !course.trial().rules().traffic().matches().isEmpty();
        return new AnalysisArm(
                canary.pods(),
                canary.service(),
                side.startedAt(),
                weight(course, course.shares().canary()),
                matched ? true : null,
                side.placement());
    }

    private static AnalysisArm baseline(Course course, Arms.Side side) {
        Trial.Copy fresh = course.baseline();
        Shares shares = course.shares();
        return fresh == null
                ? stable(course, side, weight(course, shares.stable()))
                : new AnalysisArm(
                        fresh.pods(),
                        fresh.service(),
                        side.startedAt(),
                        weight(course, shares.baseline()),
                        null,
                        side.placement());
    }

    private static AnalysisArm stable(Course course, Arms.Side side, @Nullable Double weight) {
        String service = course.trial().shift() instanceof Trial.Shift.Routes routes
                ? routes.stable().name()
                : null;
        return new AnalysisArm(
                course.trial().stable().pods(), service, side.startedAt(), weight, null, side.placement());
    }

    /** A number of pods is not a share of requests that can be asked for. */
    private static @Nullable Double weight(Course course, int percent) {
        return course.trial().shift() instanceof Trial.Shift.Routes ? Double.valueOf(percent) : null;
    }
}
