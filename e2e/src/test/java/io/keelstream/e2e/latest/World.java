package io.keelstream.e2e.latest;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.event.Fact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stories are told to: a Keelstream, or a part of it, on a cluster. An application has one target, {@code production}, in a
 * namespace of its own name. Used by one thread.
 */
interface World extends AutoCloseable {

    /** The target of an application. */
    static String target(String application) {
        return "production/" + application;
    }

    /**
     * A push.
     *
     * @param commit what it pushed
     * @param begun when it began
     * @param done when Git had it
     */
    record Pushed(String commit, Instant begun, Instant done) {}

    /** The next commit is there, in which the application is as wanted. */
    Pushed push(String application, Wish wish);

    /** Every commit that was pushed, in Git's order. */
    List<String> commits();

    /** What Git wants of a target, as far as git-watcher said so; null where it did not. */
    @Nullable
    Desired desired(String target);

    /** What is planned for a target; null for nothing. */
    @Nullable
    Plan plan(String target);

    /** What is applied to a target; null before its first release. */
    @Nullable
    Inventory inventory(String target);

    /** Somebody decides about a target. */
    void decide(String target, Decision decision);

    /** Everything that the services wrote about their targets, in the order in which it happened. */
    List<Fact> facts();

    /** What a watch sees of the cluster. */
    Writes writes();

    /** Ends it. */
    @Override
    void close();
}
