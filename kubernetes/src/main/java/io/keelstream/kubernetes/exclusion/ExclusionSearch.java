package io.keelstream.kubernetes.exclusion;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.exclusion.Exclusion.Reach;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.merge.ApplyResult;
import io.keelstream.kubernetes.merge.FieldWriter;
import io.keelstream.kubernetes.merge.MergePatch;
import io.keelstream.kubernetes.merge.ServerSideApply;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.Eviction;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.replacement.Successor;
import io.keelstream.kubernetes.schema.KnownSchemas;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server, after it refused an apply, whether it takes the same without fields of others: first without what stands
 * beside a field that it named, then without everything below such a field, then without everything. What it takes the object
 * with stays. Only what it refuses all the same is refused for what Git sets. For one object, by one thread.
 *
 * @param client the cluster
 * @param live the live object
 * @param base the same, with the ownership that the apply starts from
 * @param body what is applied
 * @param now the time
 */
public record ExclusionSearch(ClusterClient client, Manifest live, Manifest base, Manifest body, Instant now) {

    private static final FieldSet IGNORED = FieldSet.of(FieldPath.of("status"));
    private static final List<Reach> STEPS = List.of(Reach.NAMED, Reach.NAMED, Reach.BELOW, Reach.BELOW, Reach.ALL);

    /** What the server says. */
    public sealed interface Found {
        /**
         * It takes the object without these fields.
         *
         * @param gone the fields, with everything below
         * @param after the object then, with the ownership that the apply leaves
         */
        record Excluded(FieldSet gone, Manifest after) implements Found {}

        /**
         * It does not take the object.
         *
         * @param error what of the first refusal is left; or why there is no answer now
         */
        record Refused(ApiError error) implements Found {}
    }

    /** Searches. The error is why the apply was refused. */
    public Found search(ApiError error) {
        ApiError refusal = error;
        FieldSet gone = FieldSet.EMPTY;
        for (Reach reach : STEPS) {
            FieldSet more = gone.union(Exclusion.of(reach, refusal, base, body, now));
            if (more.equals(gone)) {
                continue;
            }
            gone = more;
            switch (without(gone)) {
                case ApiResult.Ok<Manifest>(Manifest after) -> {
                    Found.Excluded excluded = new Found.Excluded(gone, after);
                    return reach == Reach.NAMED ? excluded : narrowed(excluded, gone.paths());
                }
                case ApiResult.Failed<Manifest>(ApiError other) -> refusal = other;
            }
            if (refusal.passes()) {
                return new Found.Refused(refusal);
            }
        }
        return new Found.Refused(left(error, refusal));
    }

    /** Whether fields of others may be why an apply was refused: its fields were validated, or the server has an error with them. */
    public static boolean worthAsking(ApiError error) {
        return Successor.worthAsking(error) || (error.kind() == ApiError.Kind.PERMANENT && error.code() == 500);
    }

    /** All that may have to go, without asking. */
    public static FieldSet candidates(ApiError error, Manifest live, Manifest body, Instant now) {
        return Exclusion.of(Reach.NAMED, error, live, body, now).union(Exclusion.of(Reach.ALL, error, live, body, now));
    }

    /**
     * Lets stay what need not go of these parts: it halves them until a half may stay. A part that has to go costs two calls per
     * halving.
     */
    private Found narrowed(Found.Excluded least, List<FieldPath> parts) {
        FieldSet fewer = least.gone().differenceWithBelow(FieldSet.of(parts.toArray(FieldPath[]::new)));
        if (!fewer.isEmpty()) {
            switch (without(fewer)) {
                case ApiResult.Ok<Manifest>(Manifest after) -> {
                    return new Found.Excluded(fewer, after);
                }
                case ApiResult.Failed<Manifest>(ApiError error) -> {
                    if (error.passes()) {
                        return new Found.Refused(error);
                    }
                }
            }
        }
        if (parts.size() == 1) {
            return least;
        }
        int half = parts.size() / 2;
        return switch (narrowed(least, parts.subList(0, half))) {
            case Found.Excluded excluded -> narrowed(excluded, parts.subList(half, parts.size()));
            case Found.Refused refused -> refused;
        };
    }

    /** The server's answer to the apply where nothing has to go but what the ownership says. */
    public ApiResult<Manifest> ask() {
        return ask(base);
    }

    private ApiResult<Manifest> without(FieldSet gone) {
        return ask(with(base, Eviction.of(base, gone, body.apiVersion())));
    }

    /** The server's answer to the whole change as one patch, with the ownership that the apply leaves. */
    private ApiResult<Manifest> ask(Manifest start) {
        ApplyResult merged = new ServerSideApply(KnownSchemas.of(body.apiVersion(), body.kind(), start), IGNORED)
                .apply(start, body, new FieldWriter(FieldManagers.KEELSTREAM, now), true);
        if (!(merged instanceof ApplyResult.Applied applied)) {
            return new ApiResult.Failed<>(new ApiError(ApiError.Kind.PERMANENT, 422, "", "", List.of(), null));
        }
        Manifest after = applied.object();
        Map<String, @Nullable Object> patch = MergePatch.between(written(live), written(after));
        return client.dryRunPatch(body, patch, FieldManagers.KEELSTREAM)
                .map(stored -> with(stored, Manifest.list(after.metadata().get("managedFields"))));
    }

    /** The first refusal without what the later one no longer says; the first one where the later says something else. */
    private static ApiError left(ApiError first, ApiError later) {
        List<ApiError.Cause> causes = new ArrayList<>(first.causes());
        causes.removeIf(cause -> later.causes().stream()
                .noneMatch(other ->
                        other.field().equals(cause.field()) && other.reason().equals(cause.reason())));
        return causes.isEmpty()
                ? first
                : new ApiError(first.kind(), first.code(), first.reason(), first.message(), causes, first.retryAfter());
    }

    /** The object with other owners of its fields. */
    public static Manifest with(Manifest object, List<@Nullable Object> managedFields) {
        Manifest copy = object.copy();
        copy.metadata().put("managedFields", managedFields);
        return copy;
    }

    /** What a write may say: the object without the server's bookkeeping. */
    public static Map<String, @Nullable Object> written(Manifest object) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(object.metadata());
        metadata.keySet().removeAll(Set.of("managedFields", "resourceVersion", "generation"));
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
        tree.put("metadata", metadata);
        return tree;
    }
}
