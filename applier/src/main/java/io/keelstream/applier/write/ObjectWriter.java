package io.keelstream.applier.write;

import io.keelstream.applier.hook.HookObject;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.applier.write.RequestBodies.Body;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Performs planned actions on one cluster for one target, each by the class of its kind. Nothing is written while the stop
 * switch is set, or may be, and no object that is on hold. An action may be repeated after a crash. Thread-safe.
 */
public final class ObjectWriter {

    private final LiveObjects live;
    private final Clock clock;
    private final RequestBodies bodies;
    private final HandOver handOver;
    private final Apply apply;
    private final Adopt adopt;
    private final Update update;
    private final Replace replace;
    private final Ensure ensure;
    private final Remove remove;
    private final Overwrite overwrite;
    private final HookWriter hooks;

    /**
     * @param client guarded: writes nothing once the partition is lost
     * @param owner the target's owner mark
     */
    public ObjectWriter(ClusterClient client, LiveObjects live, OwnerMark owner, SecretKeys keys, Clock clock) {
        Retrying retrying = new Retrying(client, clock);
        this.live = live;
        this.clock = clock;
        this.bodies = new RequestBodies(keys);
        this.handOver = new HandOver(client, retrying);
        Evict evict = new Evict(client, retrying, clock);
        this.apply = new Apply(live, retrying, handOver, evict, owner, clock);
        this.adopt = new Adopt(retrying, apply);
        this.replace = new Replace(client, live, retrying, apply, clock);
        this.update = new Update(retrying, apply, replace, evict, owner);
        this.ensure = new Ensure(retrying);
        this.remove = new Remove(retrying, live, owner, clock);
        this.overwrite = new Overwrite(retrying, apply, owner);
        this.hooks = new HookWriter(retrying, live);
    }

    /** Writes a desired object. */
    public ObjectOutcome write(PlannedAction.Write action, Attempt attempt) throws InterruptedException {
        ObjectOutcome obstacle = obstacle(action, attempt);
        if (obstacle != null) {
            return obstacle;
        }
        return switch (bodies.of(action.content().body())) {
            case Body.Ready(Manifest body) -> write(action, body, attempt);
            case Body.Unsealable(String why) -> unsealable(action, why);
        };
    }

    /** What of a plan is encrypted and cannot be opened, each with its cause; nothing is written. */
    public List<Problem> unopenable(Collection<PlannedAction> actions) {
        List<Problem> problems = new ArrayList<>();
        for (PlannedAction action : actions) {
            if (action instanceof PlannedAction.Write write
                    && bodies.of(write.content().body()) instanceof Body.Unsealable(String why)) {
                problems.add(Reason.UNSEALABLE.problem(why, action.reference()));
            }
        }
        return problems;
    }

    private ObjectOutcome write(PlannedAction.Write action, Manifest body, Attempt attempt)
            throws InterruptedException {
        return switch (action) {
            case PlannedAction.Create create -> apply.create(create, body, attempt);
            case PlannedAction.Update update -> this.update.update(update, body, attempt);
            case PlannedAction.Adopt adoption -> adopt.adopt(adoption, body, attempt);
            case PlannedAction.Replace replacement -> replace.replace(replacement, body, attempt);
        };
    }

    /**
     * Writes a live object of ours again, bound to the version that is read just before.
     *
     * @param evenHeld whether a hold on the object is no obstacle
     * @return {@code Gone} or {@code Released} where there is no such object of ours any more
     */
    public ObjectOutcome overwrite(PlannedAction.Update action, Attempt attempt, boolean evenHeld)
            throws InterruptedException {
        ObjectOutcome obstacle = obstacle(action, attempt, evenHeld);
        if (obstacle != null) {
            return obstacle;
        }
        return switch (bodies.of(action.content().body())) {
            case Body.Ready(Manifest body) -> overwrite.overwrite(action, body, attempt);
            case Body.Unsealable(String why) -> unsealable(action, why);
        };
    }

    /** Creates what only has to exist. */
    public ObjectOutcome ensure(PlannedAction.Ensure action, Attempt attempt) throws InterruptedException {
        ObjectOutcome obstacle = obstacle(action, attempt);
        if (obstacle != null) {
            return obstacle;
        }
        return switch (bodies.of(action.body())) {
            case Body.Ready(Manifest body) -> ensure.ensure(action, body, attempt);
            case Body.Unsealable(String why) -> unsealable(action, why);
        };
    }

    /**
     * Begins to delete an object.
     *
     * @param clusterUid the cluster the plan was made for
     */
    public Deletion delete(PlannedAction.Prune action, String clusterUid, Attempt attempt) throws InterruptedException {
        ObjectOutcome.Failed stop = stopped(action.reference(), attempt);
        if (stop != null) {
            return Reason.STOPPED.is(stop.problem())
                    ? new Deletion.Done(stop)
                    : new Deletion.Unanswered(stop.problem());
        }
        return remove.begin(action, clusterUid, attempt);
    }

    /** Creates the object of a hook, once. */
    public HookWriter.Answer createHook(HookObject hook, Attempt attempt) throws InterruptedException {
        ObjectOutcome.Failed stop = stopped(hook.hook().reference(), attempt);
        if (stop != null) {
            return new HookWriter.Answer.Refused(stop.problem(), !Reason.STOPPED.is(stop.problem()));
        }
        return switch (bodies.of(hook.body().tree())) {
            case Body.Ready(Manifest body) -> hooks.create(hook, body, attempt);
            case Body.Unsealable(String why) ->
                new HookWriter.Answer.Refused(
                        Reason.UNSEALABLE.problem(why, hook.hook().reference()), false);
        };
    }

    /**
     * Lets go what is left of earlier runs of a hook, unless writes are stopped: the creation of this run says so then.
     *
     * @param delete whether it is deleted
     * @return why something is still in the way of this run; null where nothing is
     */
    public @Nullable Problem clearHook(HookObject hook, boolean delete, Attempt attempt) throws InterruptedException {
        return stopped(hook.hook().reference(), attempt) == null ? hooks.clear(hook, delete, attempt) : null;
    }

    /**
     * Lets the object of a hook go, unless writes are stopped. May be repeated.
     *
     * @param delete whether it goes although it has ended; what still runs always does
     * @return why that is not done yet; null when it is
     */
    public @Nullable Problem letGoHook(HookObject hook, String uid, boolean delete, Attempt attempt)
            throws InterruptedException {
        ObjectOutcome.Failed stop = stopped(hook.hook().reference(), attempt);
        return stop == null ? hooks.letGo(hook, uid, delete, attempt) : stop.problem();
    }

    /** Deletes what was created for a hook, unless writes are stopped. May be repeated. */
    public @Nullable Problem removeHook(HookObject hook, Attempt attempt) throws InterruptedException {
        ObjectOutcome.Failed stop = stopped(hook.hook().reference(), attempt);
        return stop == null ? hooks.remove(hook, attempt) : stop.problem();
    }

    /** Finds the objects of hooks. */
    public HookWriter hooks() {
        return hooks;
    }

    /** Gives up what was handed over: the scaler owns it now. */
    public void endHandover(ObjectReference reference, String apiVersion) {
        handOver.end(reference, apiVersion);
    }

    /** The stop switch or a hold, where it prevents the write; null otherwise. */
    private @Nullable ObjectOutcome obstacle(PlannedAction action, Attempt attempt) throws InterruptedException {
        return obstacle(action, attempt, false);
    }

    private @Nullable ObjectOutcome obstacle(PlannedAction action, Attempt attempt, boolean evenHeld)
            throws InterruptedException {
        ObjectOutcome stop = stop(action.reference(), attempt);
        if (stop != null) {
            return stop;
        }
        Instant held = evenHeld ? null : live.heldUntil(ObjectReference.parse(action.reference()));
        return held == null ? null : Obstacles.held(action.reference(), held);
    }

    /** The stop switch, where it prevents the write. What is not wanted any more before it is known is not begun. */
    private @Nullable ObjectOutcome stop(String reference, Attempt attempt) throws InterruptedException {
        ObjectOutcome.Failed stop = stopped(reference, attempt);
        return stop == null || live.stopKnown() || attempt.wanted().still() ? stop : new ObjectOutcome.Doubtful();
    }

    /** Why nothing is written: the stop switch is set, or the cluster has not said in time whether it is. Null otherwise. */
    private ObjectOutcome.@Nullable Failed stopped(String reference, Attempt attempt) throws InterruptedException {
        awaitStop(attempt);
        if (live.writable()) {
            return null;
        }
        return live.stopKnown() ? Obstacles.stopped(reference) : Obstacles.stopUnknown(reference);
    }

    /** Waits until the cluster has said whether writes are stopped, unless the release is superseded. */
    private void awaitStop(Attempt attempt) throws InterruptedException {
        while (!live.stopKnown() && attempt.wanted().still() && clock.instant().isBefore(attempt.deadline())) {
            attempt.wanted().pause(Retrying.PAUSE.first().toMillis());
        }
    }

    private static ObjectOutcome unsealable(PlannedAction action, String why) {
        return new ObjectOutcome.Failed(Reason.UNSEALABLE.problem(why, action.reference()), false);
    }
}
