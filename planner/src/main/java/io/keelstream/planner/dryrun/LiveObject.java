package io.keelstream.planner.dryrun;

import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.cluster.Answers;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.ownership.Subject;
import org.jspecify.annotations.Nullable;

/** Reads what is live of one object; of a Secret its metadata alone. Stateless. */
final class LiveObject {

    private LiveObject() {}

    /** The live object; null when there is none. */
    static @Nullable Manifest of(Subject subject, ClusterView cluster) {
        ApiResult<Manifest> answer = Sendable.secret(subject.reference().groupKind())
                ? cluster.client().getMetadata(subject.reference())
                : whole(subject.reference(), subject.body().apiVersion(), cluster);
        return Answers.liveOrNull(answer);
    }

    /** In the version that Git uses, so that the two can be compared; else in the preferred one. */
    private static ApiResult<Manifest> whole(ObjectReference reference, String apiVersion, ClusterView cluster) {
        return switch (cluster.client().discovery().find(apiVersion, reference.kind())) {
            case ApiResult.Ok<ResourceType>(ResourceType type) ->
                cluster.client().get(type, reference.namespace(), reference.name());
            case ApiResult.Failed<ResourceType> unknown -> cluster.client().get(reference);
        };
    }
}
