package io.keelstream.sandbox.http;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.output.Forms;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.status.StatusException;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.Interest;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.store.Subscription;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Serves watches: one thread and one subscription each, until the client goes, its time is over, or a fault ends it.
 * What a watch selects is decided where the change happens: it sleeps through all others. */
final class Watching {

    private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(10);

    private final ObjectStore store;
    private final Forms forms;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private volatile boolean silence;

    Watching(Objects objects, Forms forms) {
        this.store = objects.store();
        this.forms = forms;
    }

    /** Ends every watch. */
    void drop() {
        open.forEach(Open::end);
    }

    /**
     * Lets open and coming watches say nothing, or ends those that are silent. A watch never speaks again: what it left out
     * would be missing from what it says.
     */
    void silence(boolean on) {
        silence = on;
        if (on) {
            open.forEach(Open::fallSilent);
        } else {
            open.stream().filter(Open::silent).forEach(Open::end);
        }
    }

    void watch(Call call) throws IOException {
        Reading.Selection selection = Reading.Selection.of(call);
        Forms.Form form = call.form();
        Exchange exchange = call.exchange();
        String version = exchange.parameter("resourceVersion");
        boolean initial = exchange.flag("sendInitialEvents");
        if (initial && !exchange.parameter("resourceVersionMatch").equals("NotOlderThan")) {
            throw Status.invalidOptions(
                    "ListOptions",
                    FieldError.forbidden(
                            "resourceVersionMatch",
                            "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }
        boolean fromList = initial || version.isEmpty() || version.equals("0");
        long after = fromList ? 0 : Reading.version(version);
        List<StoredObject> present = List.of();
        long revision = 0;
        Subscription subscription;
        Interest interest = interest(call, selection);
        try {
            if (fromList) {
                ObjectStore.ListAndWatch start =
                        store.listAndSubscribe(call.resource().storage(), interest);
                present = start.listing().objects();
                revision = start.listing().revision();
                subscription = start.subscription();
            } else {
                subscription = store.subscribe(interest, after);
            }
        } catch (StatusException tooOld) {
            // A watch that cannot begin says so as an event, as the real server does once it has answered 200.
            try (OutputStream out = exchange.stream()) {
                out.write(Forms.event("ERROR", Json.write(tooOld.status().tree())));
            }
            return;
        }
        Open watch = new Open(subscription);
        open.add(watch);
        if (silence) {
            watch.fallSilent();
        }
        try (subscription;
                OutputStream out = exchange.stream()) {
            Stream stream = new Stream(call, form, watch, out);
            out.flush();
            stream.present(present);
            if (initial && exchange.flag("allowWatchBookmarks")) {
                stream.write(forms.bookmark(revision, true, form));
            }
            stream.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(watch);
        }
    }

    private static Interest interest(Call call, Reading.Selection selection) {
        String name = call.name();
        return Interest.of(call.resource().storage(), call.namespace())
                .selecting(object -> (name.isEmpty() || name.equals(object.name())) && selection.matches(object));
    }

    private static final class Open {

        private final Subscription subscription;
        private volatile boolean silent;

        Open(Subscription subscription) {
            this.subscription = subscription;
        }

        boolean silent() {
            return silent;
        }

        void fallSilent() {
            silent = true;
        }

        void end() {
            subscription.end();
        }
    }

    private final class Stream {

        private final Call call;
        private final Forms.Form form;
        private final Open watch;
        private final Subscription subscription;
        private final OutputStream out;
        private final boolean bookmarks;
        private boolean first = true;

        Stream(Call call, Forms.Form form, Open watch, OutputStream out) {
            this.call = call;
            this.form = form;
            this.watch = watch;
            this.subscription = watch.subscription;
            this.out = out;
            this.bookmarks = call.exchange().flag("allowWatchBookmarks");
        }

        void present(List<StoredObject> objects) throws IOException {
            for (StoredObject object : objects) {
                if (matches(object)) {
                    deliver("ADDED", object);
                }
            }
        }

        void run() throws IOException, InterruptedException {
            long end = System.nanoTime() + timeout().toNanos();
            while (!subscription.ended()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                Duration wait = left < BOOKMARK_EVERY.toNanos() ? Duration.ofNanos(left) : BOOKMARK_EVERY;
                Change change = subscription.next(wait);
                if (change != null) {
                    deliver(change);
                } else if (bookmarks && !subscription.ended()) {
                    bookmark();
                }
            }
        }

        private void bookmark() throws IOException {
            long revision = subscription.caughtUp();
            if (revision >= 0) {
                write(forms.bookmark(revision, false, form));
            }
        }

        private void deliver(Change change) throws IOException {
            boolean was = matches(change.before());
            boolean is = matches(change.after());
            if (is) {
                deliver(was ? "MODIFIED" : "ADDED", change.last());
            } else if (was) {
                deliver("DELETED", change.parting());
            }
        }

        private boolean matches(@Nullable StoredObject object) {
            return object != null && subscription.interest().selection().test(object);
        }

        private void deliver(String type, StoredObject object) throws IOException {
            write(forms.event(type, object, form, first));
            first = false;
        }

        void write(byte[] line) throws IOException {
            if (!watch.silent()) {
                out.write(line);
                out.flush();
            }
        }

        private Duration timeout() {
            long seconds = Reading.number(call.exchange().parameter("timeoutSeconds"));
            return Duration.ofSeconds(
                    seconds > 0 ? seconds : ThreadLocalRandom.current().nextLong(1800, 3600));
        }
    }
}
