package io.keelstream.gitwatcher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Repositories share the threads that render, with renders that take until the test ends. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RenderPoolTests {

    private final CountDownLatch end = new CountDownLatch(1);
    private final Callable<String> slow = () -> {
        end.await();
        return "slow";
    };

    @Test
    void repositoryWhoseRendersNeverEndKeepsNoOtherOneWaiting() throws Exception {
        try (RenderPool pool = new RenderPool(2)) {
            for (int i = 0; i < 100; i++) {
                Future<String> _ = pool.submit("slow", slow);
            }

            for (int i = 0; i < 10; i++) {
                assertThat(pool.submit("quick", () -> "done").get()).isEqualTo("done");
            }
        }
    }

    @Test
    void repositoryAloneHasAllThreadsButOne() throws Exception {
        try (RenderPool pool = new RenderPool(4)) {
            CountDownLatch three = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                Future<String> _ = pool.submit("alone", () -> {
                    three.countDown();
                    three.await();
                    return "";
                });
            }

            three.await();
        }
    }

    @Test
    void repositoryWithTheFewestRunningTasksIsNext() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (RenderPool pool = new RenderPool(2)) {
            CountDownLatch started = new CountDownLatch(2);
            for (String lane : List.of("a", "b")) {
                Future<String> _ = pool.submit(lane, () -> {
                    started.countDown();
                    end.await();
                    return lane;
                });
            }
            started.await();
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(pool.submit("a", () -> order.add("a")));
            }
            all.add(pool.submit("c", () -> order.add("c")));
            end.countDown();
            for (Future<Boolean> each : all) {
                each.get();
            }
        }
        assertThat(order.indexOf("c")).isLessThanOrEqualTo(1);
    }

    @Test
    void errorOfATaskEndsNoThread() throws Exception {
        try (RenderPool pool = new RenderPool(2)) {
            for (int i = 0; i < 10; i++) {
                Future<String> failed = pool.submit("a", () -> {
                    throw new OutOfMemoryError("of a test");
                });
                assertThatThrownBy(failed::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(OutOfMemoryError.class);
            }
            assertThat(pool.submit("a", () -> "done").get()).isEqualTo("done");
        }
    }

    @Test
    void interruptOfACancelledTaskReachesNoOtherOne() throws Exception {
        try (RenderPool pool = new RenderPool(2)) {
            CountDownLatch started = new CountDownLatch(1);
            Future<String> cancelled = pool.submit("a", () -> {
                started.countDown();
                return slow.call();
            });
            started.await();
            cancelled.cancel(true);

            for (int i = 0; i < 10; i++) {
                assertThat(pool.submit("a", () -> Thread.currentThread().isInterrupted())
                                .get())
                        .isFalse();
            }
        }
    }

    @Test
    void closedPoolRunsNothing() {
        RenderPool pool = new RenderPool(2);
        pool.close();

        assertThat(pool.submit("a", () -> "done").isCancelled()).isTrue();
    }
}
