package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.gate.Carrying.Ready;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.release.OnTrial;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;

/** How many pods of the copies are ready, as the watches say. Thread-safe. */
final class ReadyLook {

    private final LiveObjects live;

    ReadyLook(LiveObjects live) {
        this.live = live;
    }

    Ready of(OnTrial state) {
        return of(state, state.trial());
    }

    /** @param at where the trial of the state stands */
    Ready of(ReleaseState state, TrialPosition at) {
        Course course = new Course(state.release().trial(), at);
        Trial.Copy baseline = course.baseline();
        return new Ready(ready(course.trial().canary()), baseline == null ? Ready.ALL : ready(baseline));
    }

    private int ready(Trial.Copy copy) {
        ObjectReference reference = ObjectReference.parse(copy.deployment().reference());
        boolean complete = live.complete(reference.groupKind());
        Manifest unhealthy = live.unhealthy(reference);
        if (unhealthy != null) {
            return unhealthy.status().get("readyReplicas") instanceof Number number ? number.intValue() : 0;
        }
        return complete && live.uid(reference) == null ? 0 : Ready.ALL;
    }
}
