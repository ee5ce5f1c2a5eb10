package io.keelstream.sandbox.http;

import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.tree.Tree;
import java.time.Duration;
import java.util.List;

/** Injected faults of a request, before it is served. */
final class RequestFaults {

    private RequestFaults() {}

    /**
     * Lets the faults happen; true when the answer must not arrive.
     *
     * @param bytes size of the request's body
     */
    static boolean of(List<Fault> hit, long bytes) {
        boolean silent = false;
        for (Fault fault : hit) {
            switch (fault) {
                case Fault.Latency(var time) -> hold(time);
                case Fault.Bandwidth bandwidth -> hold(bandwidth.time(bytes));
                case Fault.TooManyRequests(var retryAfter) ->
                    throw new Status(
                                    429,
                                    "TooManyRequests",
                                    "the server has received too many requests and has asked us to try again later",
                                    Tree.of(
                                            "retryAfterSeconds",
                                            retryAfter == null ? null : (Long) Math.max(1, retryAfter.toSeconds())),
                                    retryAfter)
                            .exception();
                case Fault.ServerError(var code) ->
                    throw new Status(
                                    code,
                                    code == 503 ? "ServiceUnavailable" : code == 504 ? "Timeout" : "InternalError",
                                    "an injected fault: the server is not able to do this right now",
                                    Tree.of(),
                                    null)
                            .exception();
                case Fault.Forbidden() ->
                    throw new Status(403, "Forbidden", "an injected fault: not allowed", Tree.of(), null).exception();
                case Fault.WebhookAway() ->
                    throw new Status(
                                    500,
                                    "InternalError",
                                    "Internal error occurred: failed calling webhook \"down.example.com\": failed to call"
                                            + " webhook: Post \"https://down.nowhere.svc:443/?timeout=10s\": service"
                                            + " \"down\" not found",
                                    Tree.of(),
                                    null)
                            .exception();
                case Fault.OverQuota() ->
                    throw new Status(
                                    403,
                                    "Forbidden",
                                    "configmaps \"injected\" is forbidden: exceeded quota: few, requested:"
                                            + " count/configmaps=1, used: count/configmaps=3, limited: count/configmaps=3",
                                    Tree.of(),
                                    null)
                            .exception();
                case Fault.Expired() -> throw Status.expired("too old resource version: an injected fault");
                case Fault.ResetBefore() -> silent = true;
                case Fault.ResetAfter() -> silent = true;
            }
        }
        return silent;
    }

    private static void hold(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
