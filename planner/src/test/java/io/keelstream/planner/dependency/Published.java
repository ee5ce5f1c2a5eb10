package io.keelstream.planner.dependency;

import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetIdentity;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.Deployment;
import io.keelstream.contracts.targets.TargetState.Revisions;
import io.keelstream.contracts.targets.TargetState.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What targets publish of themselves, for tests: commits are named by their numbers. */
public record Published(
        String target,
        @Nullable Revision desired,
        @Nullable Revision applied,
        String health,
        @Nullable Revision running,
        List<String> dependsOn,
        @Nullable String pinned) {

    public static final Instant SINCE = Instant.parse("2026-03-04T05:06:07Z");

    /** A target that is applied and healthy at a commit. */
    public static Published healthy(String target, long number) {
        return new Published(target, revision(number), revision(number), "Healthy", null, List.of(), null);
    }

    public static Revision revision(long number) {
        return new Revision("infra", "refs/heads/main", commit(number), "A <a@example.com>", "Change", Instant.EPOCH)
                .numbered(number);
    }

    public static String commit(long number) {
        return String.format(Locale.ROOT, "%040x", number);
    }

    public Published wanting(Revision other) {
        return new Published(target, other, applied, health, running, dependsOn, pinned);
    }

    public Published applied(@Nullable Revision other) {
        return new Published(target, desired, other, health, running, dependsOn, pinned);
    }

    public Published being(String other) {
        return new Published(target, desired, applied, other, running, dependsOn, pinned);
    }

    public Published releasing() {
        return releasing(desired);
    }

    /** A release of this commit runs, whatever it wants by now. */
    public Published releasing(@Nullable Revision other) {
        return new Published(target, desired, applied, health, other, dependsOn, pinned);
    }

    public Published dependingOn(String... others) {
        return new Published(target, desired, applied, health, running, List.of(others), pinned);
    }

    public Published pinnedTo(@Nullable String commit) {
        return new Published(target, desired, applied, health, running, dependsOn, commit);
    }

    public TargetState state() {
        return state(false);
    }

    /** The same where the bundle of what it wants is the one that is applied. */
    public TargetState upToDate() {
        return state(true);
    }

    private TargetState state(boolean upToDate) {
        return new TargetState(
                TargetIdentity.of(TargetName.parse(target), "default", "shop"),
                new Revisions(desired, applied, List.of(), upToDate, null, pinned),
                new State(health, SINCE, 1, List.of()),
                new Deployment(
                        "deployment", running != null, "HEALTHY", null, running == null ? desired : running, SINCE),
                "",
                List.of(),
                dependsOn);
    }
}
