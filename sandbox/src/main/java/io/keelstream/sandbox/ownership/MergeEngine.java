package io.keelstream.sandbox.ownership;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.merge.ApplyResult;
import io.keelstream.kubernetes.merge.FieldWriter;
import io.keelstream.kubernetes.merge.ServerSideApply;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
import io.keelstream.kubernetes.schema.Schema;
import io.keelstream.sandbox.operation.FieldOwnership;
import io.keelstream.sandbox.operation.WriteOptions;
import io.keelstream.sandbox.resource.CustomVersion;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.tree.Tree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets the merge engine do what it does, and turns its refusals into the server's. Thread-safe. */
public final class MergeEngine implements FieldOwnership {

    private static final FieldSet STATUS = FieldSet.of(FieldPath.of("status"));
    private static final FieldSet ALL_BUT_STATUS =
            FieldSet.of(FieldPath.of("spec"), FieldPath.of("metadata", "labels"));
    private static final FieldSet ALL_BUT_CUSTOM_STATUS = FieldSet.of(FieldPath.of("spec"), FieldPath.of("metadata"));

    private final ZeroObjects zeroObjects = new ZeroObjects();

    @Override
    public void written(
            Resource resource,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            String manager,
            String subresource,
            Instant now) {
        Manifest before = live == null ? zeroObjects.of(resource) : new Manifest(live);
        Manifest after =
                engine(resource, subresource).update(before, new Manifest(next), writer(manager, subresource, now));
        Object managed = Tree.at(after.tree(), "metadata", "managedFields");
        Tree.set(Tree.within(next, "metadata"), "managedFields", managed);
    }

    @Override
    public Map<String, @Nullable Object> applied(
            Resource resource,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> intent,
            WriteOptions options,
            String subresource,
            Instant now) {
        FieldWriter writer = writer(options.fieldManager(), subresource, now);
        Manifest before = live == null ? null : new Manifest(live);
        ApplyResult result = engine(resource, subresource).apply(before, new Manifest(intent), writer, options.force());
        return switch (result) {
            case ApplyResult.Applied applied -> Tree.copy(applied.object().tree());
            case ApplyResult.Conflicts conflicts ->
                throw Status.applyConflict(
                        conflicts.message(),
                        conflicts.conflicts().stream()
                                .map(conflict -> new FieldError(
                                        "FieldManagerConflict", conflict.path().toString(), conflict.message()))
                                .toList());
            case ApplyResult.Invalid invalid -> throw undeclared(resource, intent, invalid);
        };
    }

    private static RuntimeException undeclared(
            Resource resource, Map<String, @Nullable Object> intent, ApplyResult.Invalid invalid) {
        String namespace = Tree.text(intent, "metadata", "namespace");
        String name = Tree.text(intent, "metadata", "name");
        String version = (resource.group().isEmpty() ? "/" : "") + resource.apiVersion();
        return Status.undeclared("failed to create typed patch object (" + namespace + "/" + name + "; " + version
                + ", Kind=" + resource.kind() + "): " + invalid.message());
    }

    private static ServerSideApply engine(Resource resource, String subresource) {
        return new ServerSideApply(schema(resource), ignored(resource, subresource));
    }

    private static FieldSet ignored(Resource resource, String subresource) {
        if (subresource.equals("status")) {
            return resource.custom() == null ? ALL_BUT_STATUS : ALL_BUT_CUSTOM_STATUS;
        }
        return resource.hasStatus() ? STATUS : FieldSet.EMPTY;
    }

    private static Schema schema(Resource resource) {
        CustomVersion custom = resource.custom();
        return custom == null
                ? BuiltInSchemas.instance().findOrDeduced(resource.apiVersion(), resource.kind())
                : custom.mergeSchema();
    }

    private static FieldWriter writer(String manager, String subresource, Instant now) {
        return new FieldWriter(manager, subresource, now.truncatedTo(ChronoUnit.SECONDS));
    }
}
