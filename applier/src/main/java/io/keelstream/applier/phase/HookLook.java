package io.keelstream.applier.phase;

import io.keelstream.applier.hook.HookObject;
import io.keelstream.applier.hook.HookProgress;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a hook has come to. A watch that shows it running is believed without a call, until its time is over: then, and for its end,
 * the server is asked. No hook fails by a picture of the past, and one whose cluster does not answer is waited for.
 */
final class HookLook {

    private final ReleaseContext context;

    HookLook(ReleaseContext context) {
        this.context = context;
    }

    /** Whether the watch shows this run of the hook running. */
    boolean runs(HookObject object, String uid) {
        Manifest watched = context.live().unhealthy(object.reference());
        return watched != null && watched.uid().equals(uid) && !RunToEnd.finished(watched) && !watched.terminating();
    }

    /**
     * How far it is, as the server says; what it refuses to say is taken for running.
     *
     * @param client asked once
     * @return null where it does not answer
     */
    @Nullable
    HookProgress asked(ClusterClient client, HookObject object, String uid) {
        Instant now = context.clock().instant();
        return switch (client.get(object.reference())) {
            case ApiResult.Ok<Manifest>(Manifest live) -> {
                context.live().observed(live);
                yield described(HookProgress.of(live, uid, now), live);
            }
            case ApiResult.Failed<Manifest>(ApiError error)
            when error.kind() == ApiError.Kind.NOT_FOUND -> HookProgress.of(null, uid, now);
            case ApiResult.Failed<Manifest>(ApiError error) -> error.passes() ? null : new HookProgress.Running();
        };
    }

    private HookProgress described(HookProgress progress, Manifest object) {
        return progress instanceof HookProgress.Failed(String why)
                ? new HookProgress.Failed(why
                        + context.diagnosis().because(object)
                        + context.diagnosis().wrote(object))
                : progress;
    }
}
