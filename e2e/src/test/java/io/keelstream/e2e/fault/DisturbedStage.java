package io.keelstream.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.push.MainPath;
import io.keelstream.e2e.push.MainPath.Story;
import io.keelstream.e2e.system.Stage;
import io.keelstream.sandbox.fault.Faults;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

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

    /** The stories under each of these faults that can disturb them. */
    Stream<DynamicTest> under(List<PathFault> faults) {
        return faults.stream().flatMap(fault -> fault.stories().stream().map(story -> test(fault, story)));
    }

    private DynamicTest test(PathFault fault, Story story) {
        return DynamicTest.dynamicTest(fault.name() + ": " + story.title(), () -> {
            stage.up();
            Disturbance disturbance = new Disturbance(path.faults(), fault.inject());
            try {
                new MainPath(stage, suffix(fault), disturbance::strike, disturbance::end).play(story);
            } finally {
                disturbance.end();
            }
            disturbance.assertHappened();
        });
    }

    /** Of every name that the stories make under the fault. */
    private static String suffix(PathFault fault) {
        return Integer.toHexString(fault.name().hashCode());
    }

    @Override
    public void close() {
        path.close();
        stage.close();
    }

    /** One kind of fault that strikes again and again during one story. Used by one thread. */
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
            assertThat(faults.hits() > hitsBefore).as("it happened").isEqualTo(hitsRequests);
        }
    }
}
