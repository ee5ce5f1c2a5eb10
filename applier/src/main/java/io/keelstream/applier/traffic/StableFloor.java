package io.keelstream.applier.traffic;

import io.keelstream.applier.canary.Course;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.scale.Autoscaler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an autoscaler from shrinking the workload while its traffic is away: the traffic may come back at once, and all of it.
 * The floor is laid over the least number of pods in the autoscaler, as weights are over a route. It only rises until it is
 * taken away.
 *
 * @param autoscaler the autoscaler as Git wants it, bound to the live object
 * @param stable pods of the workload when the plan was made
 */
public record StableFloor(Trial.Body autoscaler, int stable) {

    /** The floor of a trial; null where nothing scales its workload. */
    public static @Nullable StableFloor of(Course course) {
        Trial.Stable stable = course.trial().stable();
        Trial.Body autoscaler = stable.autoscaler();
        return autoscaler == null ? null : new StableFloor(autoscaler, stable.replicas());
    }

    /**
     * What became of a floor.
     *
     * @param problem why it is not in place; null where it is
     * @param beyond why the workload could not carry all of the traffic whatever is done; null where it could
     */
    public record Raised(
            @Nullable Problem problem, @Nullable String beyond) {}

    /**
     * Raises it to what the workload has to keep.
     *
     * @param share percent of the traffic that the metrics of the autoscaler are about; null where nobody can say
     */
    public Raised raise(LiveWriter live, @Nullable Integer share) throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(autoscaler.reference());
        return switch (live.read(reference)) {
            case ApiResult.Ok<Manifest>(Manifest found) -> raise(live, new Autoscaler(found), share);
            case ApiResult.Failed<Manifest>(ApiError error)
            when error.kind() == ApiError.Kind.NOT_FOUND -> new Raised(null, null);
            case ApiResult.Failed<Manifest>(ApiError error) -> new Raised(live.problem(reference, error), null);
        };
    }

    private Raised raise(LiveWriter live, Autoscaler now, @Nullable Integer share) throws InterruptedException {
        Autoscaler measured = measured(live, now);
        int whole = share == null || share <= 0 ? 0 : measured.needed(share);
        int wanted = Math.max(Math.max(stable, whole), Math.max(measured.desired(), now.least()));
        Autoscaler resting = new Autoscaler(new Manifest(autoscaler.body()));
        int floor = Math.min(wanted, resting.most());
        String beyond = wanted > resting.most()
                ? "the workload would need " + wanted + " pods for all of the traffic, and "
                        + ObjectReference.parse(autoscaler.reference()).kind() + " "
                        + now.manifest().name() + " allows " + resting.most()
                : null;
        if (floor <= now.least()) {
            return new Raised(null, beyond);
        }
        return new Raised(
                Writes.problem(live.write(
                        Writes.of(autoscaler, resting.withLeast(floor).tree()), true)),
                beyond);
    }

    /** What knows the load: the autoscaler itself, or the one that KEDA made of it. */
    private static Autoscaler measured(LiveWriter live, Autoscaler now) {
        ObjectReference made = now.made();
        return made != null && live.read(made) instanceof ApiResult.Ok<Manifest>(Manifest found)
                ? new Autoscaler(found)
                : now;
    }

    /** The autoscaler of a commit with the floor that the live one has. */
    Map<String, @Nullable Object> over(Map<String, @Nullable Object> body, LiveWriter live) {
        return live.read(ObjectReference.parse(autoscaler.reference()))
                        instanceof ApiResult.Ok<Manifest>(Manifest found)
                ? new Autoscaler(new Manifest(body))
                        .withLeast(Math.max(stable, new Autoscaler(found).least()))
                        .tree()
                : new Autoscaler(new Manifest(body)).withLeast(stable).tree();
    }

    /** Takes it away; the problem says why that was not possible. */
    public @Nullable Problem lower(LiveWriter live) throws InterruptedException {
        return Writes.problem(live.write(Writes.of(autoscaler), true));
    }
}
