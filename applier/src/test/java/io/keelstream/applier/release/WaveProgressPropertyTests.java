package io.keelstream.applier.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.PlannedAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random acyclic waves, finished in random order: everything runs once and never before what it depends on. */
class WaveProgressPropertyTests {

    @Test
    void everyActionStartsOnceAndAfterItsDependencies() {
        for (long seed = 0; seed < 500; seed++) {
            check(new Random(seed), "seed " + seed);
        }
    }

    private static void check(Random random, String seed) {
        List<PlannedAction> actions = actions(random);
        WaveProgress<PlannedAction> progress = new WaveProgress<>(actions);
        Set<String> done = new HashSet<>();
        List<PlannedAction> running = new ArrayList<>(progress.start());
        int started = running.size();
        while (!running.isEmpty()) {
            for (PlannedAction action : running) {
                assertThat(done).as(seed).containsAll(action.dependsOn());
            }
            PlannedAction ended = running.remove(random.nextInt(running.size()));
            done.add(ended.reference());
            progress.done(ended.reference());
            List<PlannedAction> more = progress.start();
            started += more.size();
            running.addAll(more);
        }
        assertThat(started).as(seed).isEqualTo(actions.size());
        assertThat(progress.busy()).as(seed).isFalse();
    }

    private static List<PlannedAction> actions(Random random) {
        List<PlannedAction> actions = new ArrayList<>();
        int count = random.nextInt(20);
        for (int i = 0; i < count; i++) {
            List<String> dependsOn = new ArrayList<>();
            for (int other = 0; other < i; other++) {
                if (random.nextInt(4) == 0) {
                    dependsOn.add("o" + other);
                }
            }
            actions.add(Releases.created("o" + i, 0, dependsOn.toArray(String[]::new)));
        }
        return actions;
    }
}
