package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.planner.sample.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A fault of the planner is not a fault of the record, and the other way round. */
class PlanningFaultTests extends SandboxedPlanner {

    private static final String CONFIG = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {colour: red}
        """;

    @Test
    void faultInPlanningIsReportedAsOneAndRetriedWithBackoff() throws Exception {
        // Given
        FaultyClock clock = new FaultyClock();
        TargetPlanner planner = world.planner(world.partition, world.settings, clock);
        Desired desired = Samples.bundle("fault", TargetPolicy.DEFAULT, CONFIG);
        world.desire("t/fault", desired);

        // When
        clock.faultAtReading(4);
        Optional<Instant> again = planner.evaluate("t/fault");
        Plan faulty = world.current("t/fault");
        clock.forward(Duration.ofMinutes(1));
        planner.evaluate("t/fault");

        // Then
        assertThat(faulty.state()).isEqualTo(State.FAILED);
        assertThat(reasons(faulty)).containsExactly("InternalError");
        assertThat(faulty.problems().getFirst().message()).contains("IllegalArgumentException", "planner's log");
        assertThat(faulty.answers(desired)).isTrue();
        assertThat(again).contains(faulty.notBefore());
        assertThat(faulty.notBefore()).isBetween(clock.start.plusSeconds(3), clock.start.plusSeconds(5));
        assertThat(world.current("t/fault").state()).isEqualTo(State.READY);
        assertThat(world.current("t/fault").attempt()).isEqualTo(1);
    }

    @Test
    void malformedReferenceMakesTheRecordUnreadableAndIsNamed() throws Exception {
        // Given
        Desired bundle = Samples.bundle("malformed", TargetPolicy.DEFAULT, CONFIG);
        DesiredObject good = bundle.objects().getFirst();
        DesiredObject bad = new DesiredObject(
                "no reference",
                good.digest(),
                new DesiredObject.Origin(good.commit(), null, null, null),
                false,
                good.body());
        world.desire("t/malformed", Samples.bundle("malformed", TargetPolicy.DEFAULT, List.of(bad)));

        // When
        Optional<Instant> again = world.evaluate("t/malformed");
        Plan plan = world.current("t/malformed");

        // Then
        assertThat(again).isEmpty();
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(reasons(plan)).containsExactly("PoisonEvent");
        assertThat(plan.problems().getFirst().message())
                .contains("the record in desired cannot be read", "no reference");
    }

    /** A clock that stands still, and fails once at a reading that the test names. */
    private static final class FaultyClock extends Clock {

        private final Instant start = Instant.now();
        private Instant now = start;
        private int left = -1;

        void faultAtReading(int number) {
            left = number;
        }

        void forward(Duration step) {
            now = now.plus(step);
        }

        @Override
        public Instant instant() {
            left--;
            if (left == 0) {
                throw new IllegalArgumentException("a fault");
            }
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
