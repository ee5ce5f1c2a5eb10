package io.keelstream.applier.phase;

import io.keelstream.applier.hook.HookObject;
import io.keelstream.applier.hook.HookProgress;
import io.keelstream.applier.write.Attempt;
import io.keelstream.applier.write.HookWriter.Answer;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;

/** Looks at a hook that runs. What the watch shows of it needs no call; its end is read from the server. */
final class HookLook {

    private final ReleaseContext context;

    HookLook(ReleaseContext context) {
        this.context = context;
    }

    /**
     * How far it is.
     *
     * @param uid of its object
     * @param attempt how long the server is asked
     */
    HookProgress of(HookObject object, String uid, Attempt attempt) throws InterruptedException {
        Manifest watched = context.live().unhealthy(object.reference());
        if (watched != null && watched.uid().equals(uid) && !RunToEnd.finished(watched) && !watched.terminating()) {
            return new HookProgress.Running();
        }
        Instant now = context.clock().instant();
        return switch (context.writer().hooks().find(object, attempt)) {
            case Answer.Found(Manifest found) -> ended(HookProgress.of(found, uid, now), found);
            case Answer.None _ -> HookProgress.of(null, uid, now);
            case Answer.Refused _ -> new HookProgress.Running();
        };
    }

    private HookProgress ended(HookProgress progress, Manifest object) {
        return progress instanceof HookProgress.Failed(String why)
                ? new HookProgress.Failed(why
                        + context.diagnosis().because(object)
                        + context.diagnosis().wrote(object))
                : progress;
    }
}
