package io.keelstream.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the first cause is the fault that was injected, of more than a hundred different ones, each amid consequences. */
class InjectedFaultsTests {

    private static final int SEEDS = 5;
    private static final TargetName SHOP = TargetName.parse(FaultWorld.SHOP);

    @TempDir
    private Path folder;

    @Test
    void firstCauseIsTheFaultThatWasInjected() {
        // Given
        List<Fault> faults = Stream.of(PodFaults.all(), GitFaults.all(folder), ReleaseFaults.all())
                .flatMap(each -> each)
                .toList();
        List<String> missed = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();

        // When
        for (Fault fault : faults) {
            for (int seed = 0; seed < SEEDS; seed++) {
                FaultWorld world = new FaultWorld(seed);
                fault.inject().accept(world);
                long start = System.nanoTime();
                String sentence =
                        FirstCause.of(SHOP, world.tables()).orElseThrow().sentence();
                nanos.add(System.nanoTime() - start);
                if (!fault.isNamedBy(sentence)) {
                    missed.add(fault + " (seed " + seed + "): " + sentence);
                }
            }
        }

        // Then
        nanos.sort(null);
        System.out.printf(
                "%d faults, each amid %d sets of consequences: %d of %d named right; %d us at the median, %d us at most%n",
                faults.size(),
                SEEDS,
                nanos.size() - missed.size(),
                nanos.size(),
                Duration.ofNanos(nanos.get(nanos.size() / 2)).toNanos() / 1_000,
                nanos.getLast() / 1_000);
        assertThat(faults)
                .hasSizeGreaterThanOrEqualTo(100)
                .extracting(Fault::name)
                .doesNotHaveDuplicates();
        assertThat(missed).isEmpty();
    }
}
