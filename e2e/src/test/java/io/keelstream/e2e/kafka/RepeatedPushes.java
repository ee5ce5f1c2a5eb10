package io.keelstream.e2e.kafka;

import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Pushes without a pause: each commit gives every application a new value, the commit's number. */
final class RepeatedPushes implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(1500);

    private final InfraRepository repository;
    private final List<String> applications;

    /** Ids of the commits, the oldest first. */
    private final List<String> commits;

    private final Thread thread;
    private volatile boolean going = true;
    private volatile @Nullable Exception failure;

    /**
     * Begins.
     *
     * @param commits where the ids of the commits go
     */
    RepeatedPushes(InfraRepository repository, List<String> applications, CopyOnWriteArrayList<String> commits) {
        this.repository = repository;
        this.applications = List.copyOf(applications);
        this.commits = commits;
        this.thread = Thread.ofVirtual().name("pushing").start(this::run);
    }

    /** Waits until so many more commits are pushed, and returns the last of them. */
    String pushed(int more) {
        int until = commits.size() + more;
        Awaitility.await("a commit is pushed").atMost(Duration.ofMinutes(1)).until(() -> commits.size() >= until);
        return commits.get(until - 1);
    }

    /** Stops after the commit that is being pushed. */
    @Override
    public void close() {
        going = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("pushing failed", failure);
        }
    }

    private void run() {
        try {
            while (going) {
                push();
                Thread.sleep(PAUSE);
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    private void push() throws Exception {
        String value = String.valueOf(commits.size() + 1);
        for (String name : applications) {
            repository.write(name + "/settings.yaml", Manifests.configMap("settings", value));
        }
        commits.add(repository.push("Value " + value));
    }
}
