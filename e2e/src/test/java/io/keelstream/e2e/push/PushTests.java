package io.keelstream.e2e.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.fault.FaultyPath;
import io.keelstream.e2e.system.Stage;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.RequestMatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything from a push on, undisturbed and under each fault that may lie between Keelstream and the cluster. One stage goes
 * through all of them: what one leaves behind must not disturb the next either.
 */
class PushTests {

    private static final Duration SILENCE = Duration.ofSeconds(3);

    @TempDir
    static Path folder;

    private static Stage stage;
    private static FaultyPath path;

    @BeforeAll
    static void start() {
        TestCluster cluster = TestCluster.start();
        path = FaultyPath.to(cluster);
        stage = Stage.in(folder, cluster);
        stage.reach(path.kubeconfig());
    }

    @AfterAll
    static void stop() {
        path.close();
        stage.close();
    }

    @TestFactory
    Stream<DynamicContainer> theMainPath() {
        Map<String, Consumer<Faults>> all = new LinkedHashMap<>();
        all.put("undisturbed", _ -> {});
        all.put("latency", hitting("", new Fault.Latency(Duration.ofMillis(250)), 200));
        all.put("429 with Retry-After", hitting("", new Fault.TooManyRequests(Duration.ofSeconds(1)), 4));
        all.put("429 without Retry-After", hitting("apply", new Fault.TooManyRequests(null), 3));
        all.put("500", hitting("", new Fault.ServerError(500), 3));
        all.put("503", hitting("apply", new Fault.ServerError(503), 3));
        all.put("connections that end before the effect", hitting("", new Fault.ResetBefore(), 3));
        all.put("applies whose answer is lost", hitting("apply", new Fault.ResetAfter(), 3));
        all.put("deletes whose answer is lost", hitting("delete", new Fault.ResetAfter(), 1));
        all.put("dropped watches", Faults::dropWatches);
        all.put("410 on resuming", faults -> {
            faults.inject(RequestMatch.verb("watch"), new Fault.Expired(), 3);
            faults.dropWatches();
        });
        all.put("a forgotten history", faults -> {
            faults.forgetHistory();
            faults.dropWatches();
        });
        all.put("watches that are silent and then break", faults -> {
            faults.silenceWatches();
            CompletableFuture.delayedExecutor(SILENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(faults::unsilenceWatches);
        });
        all.put("a server clock an hour ahead", faults -> faults.skewClock(Duration.ofHours(1)));
        all.put("a server clock an hour behind", faults -> faults.skewClock(Duration.ofHours(-1)));
        return all.entrySet().stream().map(fault -> under(fault.getKey(), fault.getValue()));
    }

    private static Consumer<Faults> hitting(String verb, Fault fault, long times) {
        return faults -> faults.inject(RequestMatch.verb(verb), fault, times);
    }

    private static DynamicContainer under(String name, Consumer<Faults> fault) {
        Disturbance disturbance = new Disturbance(path.faults(), fault);
        String suffix = Integer.toHexString(name.hashCode());
        MainPath mainPath = new MainPath(stage, suffix, disturbance::strike, disturbance::end);
        Stream<DynamicTest> stories = mainPath.stories().entrySet().stream()
                .map(story -> test(name, story.getKey(), () -> {
                    stage.up();
                    try {
                        story.getValue().tell();
                    } finally {
                        disturbance.end();
                    }
                }));
        return DynamicContainer.dynamicContainer(
                name, Stream.concat(stories, Stream.of(test(name, "it did happen", disturbance::assertHappened))));
    }

    private static DynamicTest test(String fault, String story, Executable body) {
        return DynamicTest.dynamicTest(fault + ": " + story, body);
    }

    /** One kind of fault that strikes again and again. Used by one thread. */
    private static final class Disturbance {

        private final Faults faults;
        private final Consumer<Faults> fault;
        private final long hitsBefore;
        private boolean hitsRequests;

        Disturbance(Faults faults, Consumer<Faults> fault) {
            this.faults = faults;
            this.fault = fault;
            this.hitsBefore = faults.hits();
        }

        void strike() {
            fault.accept(faults);
            hitsRequests |= faults.areInjected();
        }

        void end() {
            faults.clear();
        }

        /** A fault that hits requests has hit some. */
        void assertHappened() {
            assertThat(faults.hits() > hitsBefore).isEqualTo(hitsRequests);
        }
    }
}
