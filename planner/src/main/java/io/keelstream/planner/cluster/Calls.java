package io.keelstream.planner.cluster;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The bound on calls to one cluster at the same time, shared by all its targets. Thread-safe. */
final class Calls {

    private final Semaphore free;

    Calls(int inFlight) {
        this.free = new Semaphore(inFlight);
    }

    /** Makes a call when there is room for it. */
    <T> ApiResult<T> make(Supplier<ApiResult<T>> call) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ApiResult.Failed<>(new ApiError(ApiError.Kind.TRANSIENT, 0, "", "interrupted", List.of(), null));
        }
        try {
            return call.get();
        } finally {
            free.release();
        }
    }
}
