package io.keelstream.planner.dryrun;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.exclusion.ExclusionSearch;
import io.keelstream.kubernetes.exclusion.ExclusionSearch.Found;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.AdoptionFold;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.cluster.TransientFailure;
import io.keelstream.planner.ownership.Conflicts;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.ownership.WriteKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an apply makes of an object once fields of others that exclude Git's are gone. An apply that only adds is refused while
 * they are there; the applier folds and evicts before it applies, so the server is asked about the result of all of that.
 */
final class ExclusiveFields {

    private final ClusterView cluster;
    private final OwnershipContext view;

    ExclusiveFields(ClusterView cluster, OwnershipContext view) {
        this.cluster = cluster;
        this.view = view;
    }

    /**
     * What the server says to the write with all that goes before it.
     *
     * @param body what is applied
     * @param kind how
     * @param error the refusal of the apply
     */
    Found of(Manifest live, Manifest body, WriteKind kind, ApiError error) {
        List<@Nullable Object> adopted =
                kind instanceof WriteKind.Adopt ? fold(body).of(live) : null;
        Manifest base = adopted == null ? live : ExclusionSearch.with(live, adopted);
        ExclusionSearch search = new ExclusionSearch(cluster.client(), live, base, body, view.now());
        Found found = switch (adopted == null ? new ApiResult.Failed<Manifest>(error) : search.ask()) {
            case ApiResult.Ok<Manifest>(Manifest after) -> new Found.Excluded(FieldSet.EMPTY, after);
            case ApiResult.Failed<Manifest>(ApiError refusal) ->
                refusal.passes() ? new Found.Refused(refusal) : search.search(refusal);
        };
        if (found instanceof Found.Refused(ApiError refusal) && refusal.passes()) {
            throw new TransientFailure(refusal);
        }
        return found;
    }

    /** What is said where fields of others may not be removed. */
    static List<Problem> conflicts(String where, Manifest live, FieldSet gone) {
        return gone.paths().stream()
                .map(path -> Reason.CONFLICT.problem(
                        path + " excludes what Git sets and is owned by " + Conflicts.owner(live, path)
                                + "; remove it there, or set policy.conflicts: force",
                        where))
                .toList();
    }

    private AdoptionFold fold(Manifest body) {
        return view.adoption().fold(body.apiVersion());
    }
}
