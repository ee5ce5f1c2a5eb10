package io.keelstream.planner.dryrun;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.merge.ApplyResult;
import io.keelstream.kubernetes.merge.FieldConflict;
import io.keelstream.kubernetes.merge.FieldWriter;
import io.keelstream.kubernetes.merge.ServerSideApply;
import io.keelstream.kubernetes.merge.Violation;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.AdoptionFold;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.schema.KnownSchemas;
import io.keelstream.kubernetes.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Server-side apply computed here, for what the server cannot be asked about. Thread-safe. */
final class Predictions {

    private static final FieldSet IGNORED = FieldSet.of(FieldPath.of("status"));

    private Predictions() {}

    /** What the object would become. */
    sealed interface Prediction {
        /** The object after the apply, before defaults. */
        record Merged(Manifest after) implements Prediction {}

        /** It would be refused. */
        record Refused(List<Problem> problems) implements Prediction {}
    }

    /**
     * Applies locally.
     *
     * @param where the object's reference, for messages
     * @param live the live object; null for a creation
     * @param body what is applied
     * @param force take fields that others own
     * @param now the time
     */
    static Prediction apply(String where, @Nullable Manifest live, Manifest body, boolean force, Instant now) {
        ServerSideApply engine = new ServerSideApply(schema(body, live == null ? body : live), IGNORED);
        return switch (engine.apply(live, body, new FieldWriter(FieldManagers.KEELSTREAM, now), force)) {
            case ApplyResult.Applied applied -> new Prediction.Merged(applied.object());
            case ApplyResult.Conflicts(List<FieldConflict> conflicts) ->
                new Prediction.Refused(conflicts.stream()
                        .map(each -> Reason.CONFLICT.problem(
                                each.path() + " is owned by " + each.manager().manager()
                                        + "; remove the field from Git, or set policy.conflicts: force",
                                where))
                        .toList());
            case ApplyResult.Invalid(List<Violation> violations) ->
                new Prediction.Refused(List.of(Reason.REFUSED.problem(
                        violations.stream().map(Violation::toString).collect(Collectors.joining("; ")), where)));
        };
    }

    /**
     * The object after an adoption, before defaults: what only the adopted managers owned and Git does not set is gone.
     *
     * @param after the object after the apply without the fold, which still has those fields
     * @param body what is applied
     * @param fold what the adoption folds
     */
    static Manifest folded(Manifest after, Manifest body, AdoptionFold fold, Instant now) {
        List<@Nullable Object> entries = fold.of(after);
        if (entries == null) {
            return after;
        }
        Manifest folded = after.copy();
        folded.metadata().put("managedFields", entries);
        ServerSideApply engine = new ServerSideApply(schema(body, after), IGNORED);
        return switch (engine.apply(folded, body, new FieldWriter(FieldManagers.KEELSTREAM, now), true)) {
            case ApplyResult.Applied applied -> applied.object();
            case ApplyResult.Conflicts conflicts -> after;
            case ApplyResult.Invalid invalid -> after;
        };
    }

    private static Schema schema(Manifest body, Manifest recorded) {
        return KnownSchemas.of(body.apiVersion(), body.kind(), recorded);
    }
}
