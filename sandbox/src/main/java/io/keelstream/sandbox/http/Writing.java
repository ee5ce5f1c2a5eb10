package io.keelstream.sandbox.http;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.operation.DeleteOptions;
import io.keelstream.sandbox.operation.Deletion;
import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.operation.WriteOptions;
import io.keelstream.sandbox.operation.Written;
import io.keelstream.sandbox.output.Forms;
import io.keelstream.sandbox.patch.JsonPatch;
import io.keelstream.sandbox.patch.MergePatch;
import io.keelstream.sandbox.patch.StrategicPatch;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.schema.Definitions;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Serves create, update, patch, apply and delete. Thread-safe. */
final class Writing {

    /** Kinds whose deletion is answered with the object even when it is gone. */
    private static final Set<String> RETURNED_WHEN_DELETED = Set.of(
            "pods",
            "services",
            "persistentvolumeclaims",
            "persistentvolumes",
            "podtemplates",
            "resourcequotas",
            "serviceaccounts",
            "storageclasses",
            "csidrivers",
            "csinodes");

    private final Objects objects;
    private final Deletion deletion;
    private final Forms forms;
    private final Scaling scaling;
    private final StrategicPatch strategic = new StrategicPatch();

    Writing(Objects objects, Deletion deletion, Forms forms, Scaling scaling) {
        this.objects = objects;
        this.deletion = deletion;
        this.forms = forms;
        this.scaling = scaling;
    }

    void create(Call call) throws IOException {
        Map<String, @Nullable Object> body = Bodies.object(call.exchange());
        if (call.subresource().equals("eviction")) {
            evict(call, body);
            return;
        }
        answer(call, objects.create(call.resource(), call.namespace(), body, call.writeOptions()));
    }

    void update(Call call) throws IOException {
        Map<String, @Nullable Object> body = Bodies.object(call.exchange());
        edit(call, _ -> Tree.copy(body));
    }

    void patch(Call call) throws IOException {
        String type = call.exchange().contentType();
        Object patch = Bodies.value(call.exchange());
        switch (type) {
            case "application/json-patch+json" -> {
                List<@Nullable Object> steps = Manifest.list(patch);
                edit(call, live -> JsonPatch.apply(versionless(live), steps));
            }
            case "application/merge-patch+json" ->
                edit(call, live -> Manifest.map(MergePatch.apply(versionless(live), Manifest.map(patch))));
            case "application/strategic-merge-patch+json" -> {
                Map<String, @Nullable Object> definition = definition(call.resource());
                edit(call, live -> strategic.apply(versionless(live), Manifest.map(patch), definition));
            }
            default ->
                throw Status.unsupportedPatch("the body of the request was in an unknown format - accepted media"
                        + " types include: application/json-patch+json, application/merge-patch+json,"
                        + " application/strategic-merge-patch+json, application/apply-patch+yaml");
        }
    }

    void apply(Call call) throws IOException {
        WriteOptions options = call.writeOptions();
        Map<String, @Nullable Object> intent = Bodies.object(call.exchange());
        if (call.exchange().parameter("fieldManager").isEmpty()) {
            throw Status.invalidOptions(
                    call.options(), FieldError.required("fieldManager", "is required for apply patch"));
        }
        String apiVersion = Tree.text(intent, "apiVersion");
        String kind = Tree.text(intent, "kind");
        if (apiVersion.isEmpty() || kind.isEmpty()) {
            throw Status.badRequest(
                    "invalid object type: " + (apiVersion.contains("/") ? "" : "/") + apiVersion + ", Kind=" + kind);
        }
        if (Tree.at(intent, "metadata", "managedFields") != null) {
            throw Status.badRequest("metadata.managedFields must be nil");
        }
        if (call.subresource().equals("scale")) {
            answerScale(call, scaling.apply(call.resource(), call.namespace(), call.name(), intent, options));
            return;
        }
        answer(
                call,
                objects.apply(call.resource(), call.namespace(), call.name(), call.subresource(), intent, options));
    }

    void delete(Call call) throws IOException {
        Deletion.Deleted deleted = deletion.delete(call.resource(), call.namespace(), call.name(), deleteOptions(call));
        Resource resource = call.resource();
        boolean returned = resource.custom() == null && RETURNED_WHEN_DELETED.contains(resource.plural());
        if (!deleted.gone() || returned) {
            Map<String, @Nullable Object> tree =
                    objects.inVersion(new Written(deleted.tree(), false, List.of()), resource);
            call.exchange().answer(200, "application/json", forms.one(tree, call.form()));
            return;
        }
        Map<String, @Nullable Object> details = Tree.of(
                "name", call.name(),
                "group", resource.group().isEmpty() ? null : resource.group(),
                "kind", resource.plural(),
                "uid", Tree.at(deleted.tree(), "metadata", "uid"));
        call.exchange()
                .answer(
                        200,
                        Tree.of(
                                "kind", "Status",
                                "apiVersion", "v1",
                                "metadata", Tree.of(),
                                "status", "Success",
                                "details", details));
    }

    void deleteCollection(Call call) throws IOException {
        Reading.Selection selection = Reading.Selection.of(call);
        DeleteOptions options = deleteOptions(call);
        List<StoredObject> chosen = objects.store().list(call.resource().storage(), call.namespace()).objects().stream()
                .filter(selection::matches)
                .toList();
        for (StoredObject object : chosen) {
            try {
                deletion.delete(call.resource(), object.namespace(), object.name(), options);
            } catch (io.keelstream.sandbox.status.StatusException e) {
                if (!e.is("NotFound")) {
                    throw e;
                }
            }
        }
        byte[] list = forms.list(chosen, objects.store().revision(), "", -1, call.form());
        call.exchange().answer(200, "application/json", list);
    }

    private void edit(Call call, Objects.Edit edit) throws IOException {
        WriteOptions options = call.writeOptions();
        if (call.subresource().equals("scale")) {
            answerScale(call, scaling.update(call.resource(), call.namespace(), call.name(), edit, options));
            return;
        }
        String subresource = call.subresource().equals("finalize") ? "" : call.subresource();
        answer(call, objects.update(call.resource(), call.namespace(), call.name(), subresource, edit, options));
    }

    private void answer(Call call, Written written) throws IOException {
        call.exchange().warn(written.warnings());
        byte[] body = forms.one(objects.inVersion(written, call.resource()), call.form());
        call.exchange().answer(written.created() ? 201 : 200, "application/json", body);
    }

    private static void answerScale(Call call, Map<String, @Nullable Object> scale) throws IOException {
        call.exchange().answer(200, scale);
    }

    private void evict(Call call, Map<String, @Nullable Object> body) throws IOException {
        DeleteOptions options = DeleteOptions.read(Tree.map(body, "deleteOptions"), "", null, call.dryRun());
        deletion.delete(call.resource(), call.namespace(), call.name(), options);
        call.exchange()
                .answer(201, Tree.of("kind", "Status", "apiVersion", "v1", "metadata", Tree.of(), "status", "Success"));
    }

    private static DeleteOptions deleteOptions(Call call) throws IOException {
        String grace = call.exchange().parameter("gracePeriodSeconds");
        return DeleteOptions.read(
                Bodies.optional(call.exchange()),
                call.exchange().parameter("propagationPolicy"),
                grace.isEmpty() ? null : (Long) Reading.number(grace),
                call.dryRun());
    }

    /** A patch that names no version means whatever version is current; one that does is checked against it. */
    private static Map<String, @Nullable Object> versionless(Map<String, @Nullable Object> live) {
        Tree.within(live, "metadata").remove("resourceVersion");
        return live;
    }

    private static Map<String, @Nullable Object> definition(Resource resource) {
        if (resource.custom() != null) {
            throw Status.unsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types include:"
                            + " application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        }
        return Definitions.instance().ofKind(resource.group(), resource.version(), resource.kind());
    }
}
