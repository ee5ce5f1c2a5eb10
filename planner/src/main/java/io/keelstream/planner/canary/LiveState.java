package io.keelstream.planner.canary;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is live of everything that a trial touches.
 *
 * @param deployment the workload
 * @param traffic its Service and routes, as the bundle has them
 * @param routes the routes
 * @param changedInPlace what the plan changes of objects that exist
 * @param scaling what scales the workload, as the bundle has it
 * @param autoscaler the live autoscaler; null where nothing scales it
 * @param followers the Deployments that follow the workload
 */
public record LiveState(
        Manifest deployment,
        Traffic traffic,
        Map<ObjectReference, Manifest> routes,
        Set<ObjectReference> changedInPlace,
        Scaling scaling,
        @Nullable Manifest autoscaler,
        List<LiveFollower> followers) {

    public LiveState {
        routes = Map.copyOf(routes);
        changedInPlace = Set.copyOf(changedInPlace);
        followers = List.copyOf(followers);
    }

    /** The same with the routes and the autoscaler as they are live. */
    public LiveState with(Map<ObjectReference, Manifest> others, @Nullable Manifest scaler) {
        return new LiveState(deployment, traffic, others, changedInPlace, scaling, scaler, followers);
    }
}
