package io.keelstream.planner.dryrun;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.merge.ApplyResult;
import io.keelstream.kubernetes.merge.FieldConflict;
import io.keelstream.kubernetes.merge.FieldWriter;
import io.keelstream.kubernetes.merge.ServerSideApply;
import io.keelstream.kubernetes.merge.Violation;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
import io.keelstream.kubernetes.schema.Schema;
import io.keelstream.planner.ownership.Adoption;
import io.keelstream.planner.ownership.FieldManagers;
import io.keelstream.planner.problem.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        ServerSideApply engine = new ServerSideApply(schema(body), IGNORED);
        return switch (engine.apply(live, body, new FieldWriter(FieldManagers.OURS, now), force)) {
            case ApplyResult.Applied applied -> new Prediction.Merged(applied.object());
            case ApplyResult.Conflicts(List<FieldConflict> conflicts) ->
                new Prediction.Refused(conflicts.stream()
                        .map(each -> Reason.CONFLICT.at(
                                where,
                                each.path() + " is owned by " + each.manager().manager()
                                        + "; remove the field from Git, or set policy.conflicts: force"))
                        .toList());
            case ApplyResult.Invalid(List<Violation> violations) ->
                new Prediction.Refused(violations.stream()
                        .map(each -> Reason.REFUSED.at(where, each.toString()))
                        .toList());
        };
    }

    /**
     * The object after an adoption: what only the adopted managers owned and Git does not set is gone.
     *
     * @param after the server's answer to the dry-run, which still keeps those fields
     * @param body what is applied
     */
    static Manifest folded(Manifest after, Manifest body, Adoption adoption, Instant now) {
        Manifest folded = after.copy();
        folded.metadata().put("managedFields", fold(after, adoption));
        ServerSideApply engine = new ServerSideApply(schema(body), IGNORED);
        return switch (engine.apply(folded, body, new FieldWriter(FieldManagers.OURS, now), true)) {
            case ApplyResult.Applied applied -> applied.object();
            case ApplyResult.Conflicts conflicts -> after;
            case ApplyResult.Invalid invalid -> after;
        };
    }

    private static List<@Nullable Object> fold(Manifest object, Adoption adoption) {
        FieldManagers managers = FieldManagers.of(object);
        FieldSet ours = managers.union(entry -> entry.ours() || adoption.covers(entry));
        List<@Nullable Object> entries = new ArrayList<>();
        boolean done = false;
        List<@Nullable Object> raw = Manifest.list(object.metadata().get("managedFields"));
        for (int i = 0; i < raw.size(); i++) {
            FieldManagers.Entry entry = managers.entries().get(i);
            if (entry.ours()) {
                Map<String, @Nullable Object> wider = new LinkedHashMap<>(Manifest.map(raw.get(i)));
                wider.put("fieldsV1", ours.write());
                entries.add(wider);
                done = true;
            } else if (!adoption.covers(entry)) {
                entries.add(raw.get(i));
            }
        }
        return done ? entries : raw;
    }

    private static Schema schema(Manifest body) {
        Schema schema = BuiltInSchemas.instance().find(body.apiVersion(), body.kind());
        return schema != null ? schema : Schema.DEDUCED;
    }
}
