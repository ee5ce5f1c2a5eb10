package io.keelstream.planner.dryrun;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.merge.ApplyResult;
import io.keelstream.kubernetes.merge.FieldWriter;
import io.keelstream.kubernetes.merge.ServerSideApply;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.AdoptionFold;
import io.keelstream.kubernetes.ownership.Eviction;
import io.keelstream.kubernetes.ownership.Exclusion;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
import io.keelstream.kubernetes.schema.Schema;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.cluster.TransientFailure;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.ownership.WriteKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an apply makes of an object once fields of others that exclude Git's are gone. An apply that only adds is refused while
 * they are there; the applier folds and evicts before it applies, so the server is asked about the result of all of that.
 */
final class ExclusiveFields {

    private static final FieldSet IGNORED = FieldSet.of(FieldPath.of("status"));

    private final ClusterView cluster;
    private final OwnershipContext view;

    ExclusiveFields(ClusterView cluster, OwnershipContext view) {
        this.cluster = cluster;
        this.view = view;
    }

    /**
     * The object after the write; null where the server refuses that as well.
     *
     * @param body what is applied
     * @param kind how
     * @param force whether fields of others may be removed
     * @param error the refusal of the apply
     */
    @Nullable
    Manifest after(Manifest live, Manifest body, WriteKind kind, boolean force, ApiError error) {
        List<@Nullable Object> adopted =
                kind instanceof WriteKind.Adopt ? fold(body).of(live) : null;
        Manifest base = adopted == null ? live : with(live, adopted);
        ApiError refusal = error;
        if (adopted != null) {
            switch (ask(live, base, body)) {
                case ApiResult.Ok<Manifest>(Manifest after) -> {
                    return after;
                }
                case ApiResult.Failed<Manifest>(ApiError other) -> refusal = other;
            }
        }
        FieldSet gone = force ? Exclusion.of(fields(refusal), base, body, view.now()) : FieldSet.EMPTY;
        if (gone.isEmpty()) {
            return null;
        }
        Manifest evicted = with(base, Eviction.of(base, gone, body.apiVersion()));
        return ask(live, evicted, body) instanceof ApiResult.Ok<Manifest>(Manifest after) ? after : null;
    }

    private static List<Exclusion.Refused> fields(ApiError error) {
        return error.causes().stream()
                .map(cause ->
                        new Exclusion.Refused(cause.field(), cause.reason().equals("FieldValueDuplicate")))
                .toList();
    }

    /** The server's answer to the whole change as one patch, with the ownership that the apply leaves. */
    private ApiResult<Manifest> ask(Manifest live, Manifest base, Manifest body) {
        Schema known = BuiltInSchemas.instance().find(body.apiVersion(), body.kind());
        ApplyResult merged = new ServerSideApply(known == null ? Schema.DEDUCED : known, IGNORED)
                .apply(base, body, new FieldWriter(FieldManagers.KEELSTREAM, view.now()), true);
        if (!(merged instanceof ApplyResult.Applied applied)) {
            return new ApiResult.Failed<>(new ApiError(ApiError.Kind.PERMANENT, 422, "", "", List.of(), null));
        }
        Manifest after = applied.object();
        Map<String, @Nullable Object> patch = MergePatch.between(written(live), written(after));
        ApiResult<Manifest> answer = cluster.client().dryRunPatch(body, patch, FieldManagers.KEELSTREAM);
        if (answer instanceof ApiResult.Failed<Manifest>(ApiError error) && error.passes()) {
            throw new TransientFailure(error);
        }
        return answer.map(stored -> with(stored, Manifest.list(after.metadata().get("managedFields"))));
    }

    private AdoptionFold fold(Manifest body) {
        return view.adoption().fold(body.apiVersion());
    }

    private static Manifest with(Manifest object, List<@Nullable Object> managedFields) {
        Manifest copy = object.copy();
        copy.metadata().put("managedFields", managedFields);
        return copy;
    }

    /** What a write may say: the object without the server's bookkeeping. */
    static Map<String, @Nullable Object> written(Manifest object) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(object.metadata());
        metadata.keySet().removeAll(Set.of("managedFields", "resourceVersion", "generation"));
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
        tree.put("metadata", metadata);
        return tree;
    }
}
