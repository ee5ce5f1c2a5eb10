package io.keelstream.planner.dryrun;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.exclusion.ExclusionSearch;
import io.keelstream.kubernetes.merge.MergePatch;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.cluster.TransientFailure;
import io.keelstream.planner.ownership.ApplyDecision;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.ownership.WriteKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The object after an apply that may adopt it. The dry-run ran without the fold, so what the fold lets go is taken out here,
 * and the server is asked what it makes of that: it fills in defaults again.
 */
final class AdoptedObject {

    private final ClusterView cluster;
    private final OwnershipContext view;

    AdoptedObject(ClusterView cluster, OwnershipContext view) {
        this.cluster = cluster;
        this.view = view;
    }

    /** @param after the server's answer to the apply without the fold */
    Manifest after(Manifest live, ApplyDecision.Apply terms, Manifest after) {
        Manifest folded = folded(terms, after, view);
        if (MergePatch.between(ExclusionSearch.written(after), ExclusionSearch.written(folded))
                .isEmpty()) {
            return folded;
        }
        Map<String, @Nullable Object> patch =
                MergePatch.between(ExclusionSearch.written(live), ExclusionSearch.written(folded));
        ApiResult<Manifest> answer =
                cluster.client().dryRunPatch(terms.ceded().body(), patch, FieldManagers.KEELSTREAM);
        return switch (answer) {
            case ApiResult.Ok<Manifest>(Manifest stored) -> {
                Manifest end = stored.copy();
                end.metadata().put("managedFields", folded.metadata().get("managedFields"));
                yield end;
            }
            case ApiResult.Failed<Manifest>(ApiError error) when error.passes() -> throw new TransientFailure(error);
            case ApiResult.Failed<Manifest> refused -> folded;
        };
    }

    /** The same as far as it can be computed here. */
    static Manifest folded(ApplyDecision.Apply terms, Manifest after, OwnershipContext view) {
        Manifest body = terms.ceded().body();
        return terms.kind() instanceof WriteKind.Adopt adopt
                        && !adopt.managers().isEmpty()
                ? Predictions.folded(after, body, view.adoption().fold(body.apiVersion()), view.now())
                : after;
    }
}
