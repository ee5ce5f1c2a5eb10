package io.keelstream.e2e.latest;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.e2e.latest.Story.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A story as it is told to one target: commits come when their time has come, and somebody approves. Used by one thread, which asks
 * it to go on again and again.
 */
final class Run {

    /** Who approves. */
    static final String SOMEBODY = "ada";

    private final Story story;
    private final String application;
    private final World world;
    private final List<String> pushed = new ArrayList<>();
    private final Map<String, Instant> approvals = new HashMap<>();
    private @Nullable Instant begun;
    private @Nullable Instant approved;
    private World.Pushed last = new World.Pushed("", Instant.EPOCH, Instant.EPOCH);
    private boolean over;

    Run(Story story, World world) {
        this.story = story;
        this.application = "seed-" + story.seed();
        this.world = world;
    }

    Story story() {
        return story;
    }

    String namespace() {
        return application;
    }

    String target() {
        return World.target(application);
    }

    /** What is due; whether everything was told, and the last bundle is applied. */
    boolean step() {
        over = over || goOn();
        return over;
    }

    private boolean goOn() {
        Instant now = Instant.now();
        if (begun == null) {
            begun = now;
        }
        Duration time = Duration.between(begun, now);
        while (!told() && story.pushes().get(pushed.size()).at().compareTo(time) <= 0) {
            push(story.pushes().get(pushed.size()));
        }
        Desired latest = world.desired(target());
        if (latest != null) {
            approve(latest);
        }
        return told()
                && latest != null
                && applied(latest)
                && story.last().wish().isIn(latest);
    }

    private boolean told() {
        return pushed.size() == story.pushes().size();
    }

    private void push(Push push) {
        last = world.push(application, push.wish());
        pushed.add(last.commit());
    }

    /** Each plan is looked at anew with each commit: what nobody approved before may be approved then. */
    private void approve(Desired latest) {
        Plan plan = world.plan(target());
        if (plan == null || plan.state() != Plan.State.AWAITING_APPROVAL || !plan.answers(latest)) {
            return;
        }
        Instant now = Instant.now();
        Duration after = story.pushes().get(pushed.size() - 1).approvedAfter();
        String wait = plan.id() + "#" + pushed.size();
        Instant due = approvals.computeIfAbsent(wait, each -> after == null ? Instant.MAX : now.plus(after));
        if (!due.isAfter(now)) {
            approvals.put(wait, Instant.MAX);
            approved = now;
            world.decide(
                    target(),
                    new Decision(
                            UUID.randomUUID().toString(),
                            Decision.Kind.APPROVE,
                            SOMEBODY,
                            "seen",
                            Decision.Named.change(plan.changeDigest()),
                            null,
                            null));
        }
    }

    private boolean applied(Desired latest) {
        Inventory inventory = world.inventory(target());
        return inventory != null
                && inventory.release() == null
                && latest.bundleDigest().equals(inventory.appliedBundle());
    }

    /** What Git wants of the target. */
    Desired latest() {
        return Objects.requireNonNull(world.desired(target()));
    }

    World.Pushed lastPush() {
        return last;
    }

    /** When the last push began, or was approved where it waited for that. */
    Instant mayBegin() {
        return approved == null || approved.isBefore(last.begun()) ? last.begun() : approved;
    }

    /** The number of the story's newest push that a commit of the branch has. */
    int push(String commit) {
        List<String> branch = world.commits();
        return (int) branch.subList(0, branch.indexOf(commit) + 1).stream()
                        .filter(pushed::contains)
                        .count()
                - 1;
    }

    /** What a commit of the branch wants of the target. */
    Wish wish(String commit) {
        return story.pushes().get(push(commit)).wish();
    }
}
