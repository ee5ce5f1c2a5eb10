package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.HookWorld.job;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.hook.HookPhase;
import java.nio.file.Path;

/** Commits with hooks, in the middle of which a process dies, a newer commit comes, or the partition goes. */
final class HookStories {

    private HookStories() {}

    /** The first commit: two waves between the hooks {@code migrate} and {@code smoke}, the first of which has the hook {@code seed}. */
    static Planned twoWaves() {
        return Planned.of(TARGET, "first")
                .hook(HookPhase.PRE_APPLY, job("migrate", "run"))
                .create(configMap("a", "1"))
                .hook(HookWorld.inWave(0), job("seed", "run"))
                .wave(1)
                .create(configMap("b", "1"))
                .hook(HookPhase.POST_APPLY, job("smoke", "run"));
    }

    /** What is applied is removed, between the hooks {@code backup} and {@code clean}. */
    static Planned removal(ApplyingSandbox world) {
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        return Planned.of(TARGET, "second")
                .prune("ConfigMap/shop/a", world.uid("ConfigMap/shop/a"))
                .hook(HookPhase.PRE_APPLY, job("backup", "run"))
                .hook(HookPhase.POST_APPLY, job("clean", "run"))
                .removed();
    }

    /** The same, told with deaths: it ends once, its hooks ran once each, and the object is gone. */
    static void removalEndsOnce(Deaths deaths, Path folder) {
        try (ApplyingSandbox world = new ApplyingSandbox(folder);
                var watch = JobCount.of(world)) {
            Planned removal = removal(world);
            deaths.begin(world);
            world.push(removal);
            deaths.await(world, () -> !world.finished(removal).isEmpty());

            assertThat(world.finished(removal))
                    .singleElement()
                    .satisfies(finished -> assertThat(finished.outcome()).isEqualTo(Outcome.REMOVED));
            watch.assertThatEachHookRanOnce("backup", "clean");
            assertThat(world.exists("ConfigMap/shop/a")).isFalse();
        }
    }
}
