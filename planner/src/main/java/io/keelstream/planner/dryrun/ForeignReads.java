package io.keelstream.planner.dryrun;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.canary.CanaryDecision;
import io.keelstream.planner.canary.ForeignAttachments;
import io.keelstream.planner.canary.TrialRequest;
import io.keelstream.planner.cluster.Answers;
import io.keelstream.planner.cluster.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what other people's objects do to the pods and the Service of a workload on trial, once per plan of a trial. A kind that the
 * cluster does not serve, or that the planner's account may not read, is left out.
 */
final class ForeignReads {

    private final ClusterClient client;

    ForeignReads(ClusterClient client) {
        this.client = client;
    }

    /** What stands in the way of a trial. */
    List<Problem> problems(TrialRequest request, CanaryDecision.OnTrial decision) {
        List<Manifest> live = new ArrayList<>();
        ForeignAttachments.KINDS.forEach(kind -> live.addAll(all(kind)));
        if (live.isEmpty()) {
            return List.of();
        }
        Manifest namespace = Answers.liveOrNull(client.getMetadata(new ObjectReference(
                "", "Namespace", "", decision.subject().reference().namespace())));
        return new ForeignAttachments(
                        request,
                        decision.trial(),
                        decision.subject(),
                        namespace == null
                                ? Map.of()
                                : Manifest.map(namespace.metadata().get("labels")))
                .problems(live);
    }

    private List<Manifest> all(GroupKind kind) {
        return switch (client.discovery().preferred(kind)) {
            case ApiResult.Ok<ResourceType>(ResourceType type) -> read(client.list(type, "", ""));
            case ApiResult.Failed<ResourceType>(ApiError error) -> none(error);
        };
    }

    private static List<Manifest> read(ApiResult<List<Manifest>> answer) {
        return switch (answer) {
            case ApiResult.Ok<List<Manifest>>(List<Manifest> found) -> found;
            case ApiResult.Failed<List<Manifest>>(ApiError error) -> none(error);
        };
    }

    private static List<Manifest> none(ApiError error) {
        return switch (error.kind()) {
            case NOT_FOUND, FORBIDDEN -> List.of();
            case UNREACHABLE, TRANSIENT, DEPENDENCY, GONE, ALREADY_EXISTS, NOT_OWNER, CONFLICT, PERMANENT ->
                throw new TransientFailure(error);
        };
    }
}
