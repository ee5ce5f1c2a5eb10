package io.keelstream.e2e.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.fault.FaultyPath;
import io.keelstream.e2e.system.Stage;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.RequestMatch;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * A stage that goes through one kind of fault after the other and runs the main path under each. What one leaves
 * behind must not disturb the next either. Used by one thread.
 */
final class DisturbedStage implements AutoCloseable {

    private final FaultyPath path;
    private final Stage stage;

    private DisturbedStage(FaultyPath path, Stage stage) {
        this.path = path;
        this.stage = stage;
    }

    /** A stage below the folder, on a cluster of its own. */
    static DisturbedStage in(Path folder) {
        TestCluster cluster = TestCluster.start();
        FaultyPath path = FaultyPath.to(cluster);
        Stage stage = Stage.in(folder, cluster);
        stage.reach(path.access());
        return new DisturbedStage(path, stage);
    }

    /** A fault that strikes the next so many requests of a verb; an empty verb stands for all. */
    static Consumer<Faults> hitting(String verb, Fault fault, long times) {
        return faults -> faults.inject(RequestMatch.verb(verb), fault, times);
    }

    /** The stories that are worth telling again under each of these faults. */
    Stream<DynamicContainer> under(Map<String, Consumer<Faults>> faults) {
        return faults.entrySet().stream().map(fault -> under(fault.getKey(), fault.getValue()));
    }

    private DynamicContainer under(String name, Consumer<Faults> fault) {
        Disturbance disturbance = new Disturbance(path.faults(), fault);
        MainPath mainPath =
                new MainPath(stage, Integer.toHexString(name.hashCode()), disturbance::strike, disturbance::end);
        Stream<DynamicTest> stories = mainPath.disturbable().entrySet().stream()
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

    @Override
    public void close() {
        path.close();
        stage.close();
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
