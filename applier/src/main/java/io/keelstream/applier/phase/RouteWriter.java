package io.keelstream.applier.phase;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.traffic.LiveWriter;
import io.keelstream.applier.write.Attempt;
import io.keelstream.applier.write.Refusal;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.HashMap;
import java.util.Map;

/** The way of a router to the cluster of a release; remembers what became of each object last. */
final class RouteWriter implements LiveWriter {

    private final ReleaseContext context;
    private final Attempt attempt;
    private final Map<String, ObjectOutcome.Applied> applied = new HashMap<>();

    RouteWriter(ReleaseContext context, Attempt attempt) {
        this.context = context;
        this.attempt = attempt;
    }

    @Override
    public ApiResult<Manifest> read(ObjectReference reference) {
        return context.client().get(reference);
    }

    @Override
    public Problem problem(ObjectReference reference, ApiError error) {
        return Refusal.problem(reference, error);
    }

    @Override
    public ObjectOutcome write(PlannedAction.Update action, boolean evenHeld) throws InterruptedException {
        ObjectOutcome outcome = Outcomes.own(context.writer().overwrite(action, attempt, evenHeld));
        if (outcome instanceof ObjectOutcome.Applied written) {
            applied.put(action.reference(), written);
        }
        return outcome;
    }

    /** What the server answered to the last write of each object. */
    Map<String, ObjectOutcome.Applied> applied() {
        return Map.copyOf(applied);
    }
}
