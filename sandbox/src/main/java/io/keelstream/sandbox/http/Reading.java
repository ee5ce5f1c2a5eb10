package io.keelstream.sandbox.http;

import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.output.Forms;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.selector.FieldSelector;
import io.keelstream.sandbox.selector.LabelSelector;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.store.Listing;
import io.keelstream.sandbox.store.StoredObject;
import java.io.IOException;
import java.util.List;

/** Serves get and list. Thread-safe. */
final class Reading {

    private final Objects objects;
    private final Forms forms;
    private final Continuations continuations = new Continuations();

    Reading(Objects objects, Forms forms) {
        this.objects = objects;
        this.forms = forms;
    }

    /** Which objects of a resource a client means. */
    record Selection(LabelSelector labels, FieldSelector fields) {

        static Selection of(Call call) {
            return new Selection(
                    LabelSelector.parse(call.exchange().parameter("labelSelector")),
                    FieldSelector.parse(call.exchange().parameter("fieldSelector"), call.resource()));
        }

        boolean matches(StoredObject object) {
            return labels.matches(object.labels()) && fields.matches(object);
        }

        boolean isEverything() {
            return labels.isEverything() && fields.isEverything();
        }
    }

    void get(Call call) throws IOException {
        Forms.Form form = call.form();
        StoredObject object = objects.get(call.resource(), call.namespace(), call.name());
        call.exchange().answer(200, "application/json", forms.one(object, form));
    }

    /** The log of a pod's container: what its annotation says that all of them wrote. Without one there is none, and the answer says so. */
    void log(Call call) throws IOException {
        PodLog log = PodLog.of(
                objects.get(call.resource(), call.namespace(), call.name()).tree());
        Exchange exchange = call.exchange();
        String written = log.of(exchange.parameter("container"));
        exchange.answer(
                200,
                "text/plain",
                PodLog.last(
                        written, number(exchange.parameter("tailLines")), number(exchange.parameter("limitBytes"))));
    }

    void list(Call call) throws IOException {
        Forms.Form form = call.form();
        Resource resource = call.resource();
        Selection selection = Selection.of(call);
        long limit = number(call.exchange().parameter("limit"));
        String token = call.exchange().parameter("continue");
        String selected = resource.storage() + "|" + call.namespace() + "|"
                + call.exchange().parameter("labelSelector") + "|"
                + call.exchange().parameter("fieldSelector");
        Listing listing;
        if (token.isEmpty()) {
            requireKnown(call.exchange().parameter("resourceVersion"));
            listing = objects.store().list(resource.storage(), call.namespace());
            if (!selection.isEverything()) {
                listing = new Listing(
                        listing.revision(),
                        listing.objects().stream().filter(selection::matches).toList());
            }
        } else {
            listing = continuations.rest(token, selected);
        }
        List<StoredObject> items = listing.objects();
        String next = "";
        long remaining = -1;
        if (limit > 0 && items.size() > limit) {
            List<StoredObject> rest = items.subList((int) limit, items.size());
            next = continuations.keep(selected, listing.revision(), rest);
            remaining = selection.isEverything() ? rest.size() : -1;
            items = items.subList(0, (int) limit);
        }
        call.exchange().answer(200, "application/json", forms.list(items, listing.revision(), next, remaining, form));
    }

    private void requireKnown(String version) {
        if (number(version) > objects.store().revision()) {
            throw Status.tooNew(number(version), objects.store().revision());
        }
    }

    /** Reads a resourceVersion. */
    static long version(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Status.undeclared("resourceVersion: Invalid value: \"" + text + "\": strconv.ParseUint: parsing \""
                    + text + "\": invalid syntax");
        }
    }

    static long number(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Status.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }
}
