package io.keelstream.applier.phase;

import io.keelstream.contracts.plan.Plan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a running release has to do. */
public sealed interface Directive {

    /** It continues. */
    record Continue() implements Directive {}

    /**
     * Another record of Git is newer than the one the release answers: it ends, and nothing more is begun.
     *
     * @param movedTo the cluster that Git names now; null where that is the release's own
     */
    record Supersede(@Nullable String movedTo) implements Directive {}

    /**
     * The same, of a release with a trial, which the newer commit may wait for.
     *
     * @param plan what the planner says of that commit; null before it does
     * @param decided until when that is waited for
     */
    record Newer(@Nullable Plan plan, Instant decided) implements Directive {}
}
