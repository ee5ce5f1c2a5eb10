package io.keelstream.planner.target;

import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.planner.ownership.Farewell;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When the first of the holds that a survey found comes to its end. Pure. */
final class HoldEnds {

    private HoldEnds() {}

    static @Nullable Instant first(Findings findings) {
        Stream<Hold> applies = findings.verdicts().stream()
                .flatMap(verdict -> verdict instanceof Verdict.Held held ? Stream.of(held.hold()) : Stream.empty());
        Stream<Hold> farewells = findings.farewells().stream()
                .flatMap(farewell -> farewell instanceof Farewell.Held held ? Stream.of(held.hold()) : Stream.empty());
        return Stream.concat(applies, farewells)
                .map(Hold::until)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
