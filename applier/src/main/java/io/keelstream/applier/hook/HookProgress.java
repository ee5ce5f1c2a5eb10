package io.keelstream.applier.hook;

import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a run of a hook is, by its object. Pure. */
public sealed interface HookProgress {

    /** It has not ended. */
    record Running() implements HookProgress {}

    /** It succeeded. */
    record Succeeded() implements HookProgress {}

    /**
     * It failed.
     *
     * @param why for people
     */
    record Failed(String why) implements HookProgress {}

    /**
     * How far it is.
     *
     * @param object as it is live; null where there is none
     * @param uid of the object that was created
     */
    static HookProgress of(@Nullable Manifest object, String uid, Instant now) {
        if (object == null || !object.uid().equals(uid)) {
            return new Failed("was deleted before its end was known");
        }
        if (RunToEnd.succeeded(object)) {
            return new Succeeded();
        }
        if (RunToEnd.finished(object)) {
            return new Failed("failed: "
                    + HealthAssessment.of(object, HealthContext.waiting(now, now))
                            .message());
        }
        return object.terminating() ? new Failed("was deleted before it ended") : new Running();
    }
}
