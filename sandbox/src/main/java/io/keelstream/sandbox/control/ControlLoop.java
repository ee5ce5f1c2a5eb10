package io.keelstream.sandbox.control;

import io.keelstream.sandbox.status.StatusException;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.Interest;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.store.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that runs all controllers. A look that loses against another writer, or fails, is tried again soon. */
public final class ControlLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final List<Controller> controllers;
    private final ObjectStore store;
    private final Subscription changes;
    private final Thread thread;
    private final Deque<Look> open = new ArrayDeque<>();
    private final Set<Look> known = new HashSet<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::nanos));

    private record Look(int controller, ObjectKey key) {}

    private record Later(long nanos, Look look) {}

    /** Starts; every object that exists counts as just created. */
    public ControlLoop(ObjectStore store, List<Controller> controllers) {
        this.store = store;
        this.controllers = List.copyOf(controllers);
        this.changes = store.subscribe(Interest.everything(), -1);
        this.thread = Thread.ofPlatform().daemon().name("sandbox-control").start(this::run);
    }

    @Override
    public void close() {
        changes.close();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (StoredObject object : store.everything()) {
                hear(new Change(object.revision(), null, object, object));
            }
            while (!changes.ended()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        Change change = changes.next(open.isEmpty() ? untilNext() : Duration.ZERO);
        while (change != null) {
            hear(change);
            change = changes.next(Duration.ZERO);
        }
        wake();
        Look look = open.poll();
        if (look != null) {
            known.remove(look);
            look(look);
        }
    }

    private void hear(Change change) {
        for (int i = 0; i < controllers.size(); i++) {
            controllers.get(i).changed(change, new Queue(i));
        }
    }

    private void look(Look look) {
        Requests requests = new Queue(look.controller);
        try {
            controllers.get(look.controller).reconcile(look.key, requests);
        } catch (StatusException refused) {
            if (!refused.is("NotFound")) {
                requests.addAfter(look.key, SOON);
            }
        } catch (RuntimeException e) {
            if (!changes.ended()) {
                LOG.atError().addKeyValue("object", look.key).setCause(e).log("A stand-in controller failed");
                requests.addAfter(look.key, Duration.ofSeconds(1));
            }
        }
    }

    private Duration untilNext() {
        Later next = later.peek();
        long nanos = next == null ? IDLE.toNanos() : next.nanos - System.nanoTime();
        return Duration.ofNanos(Math.clamp(nanos, 0, IDLE.toNanos()));
    }

    private void wake() {
        long now = System.nanoTime();
        List<Look> due = new ArrayList<>();
        for (Later next = later.peek(); next != null && next.nanos - now <= 0; next = later.peek()) {
            due.add(later.remove().look);
        }
        due.forEach(this::enqueue);
    }

    private void enqueue(Look look) {
        if (known.add(look)) {
            open.add(look);
        }
    }

    private final class Queue implements Requests {

        private final int controller;

        Queue(int controller) {
            this.controller = controller;
        }

        @Override
        public void add(ObjectKey key) {
            enqueue(new Look(controller, key));
        }

        @Override
        public void addAfter(ObjectKey key, Duration delay) {
            later.add(new Later(System.nanoTime() + delay.toNanos(), new Look(controller, key)));
        }
    }
}
