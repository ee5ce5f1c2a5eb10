package io.keelstream.applier.behaviour;

import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.hook.HookRule;
import io.keelstream.contracts.hook.HookRule.DeletePolicy;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;

/** What tests of hooks see of their Jobs. */
final class HookWorld {

    private HookWorld() {}

    /** A Job whose pods behave like that, soon: {@code run} succeeds, {@code fail} fails, {@code stuck} waits. */
    static String job(String name, String pretend) {
        return job(name, pretend, "");
    }

    static String job(String name, String pretend, String more) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: %s}
            spec:
              backoffLimit: 0
              %s
              template:
                metadata:
                  labels: {app: %s}
                  annotations: {keelstream.io/pretend: %s, keelstream.io/pretend-delay: 20ms}
                spec:
                  restartPolicy: Never
                  containers: [{name: a, image: a}]
            """.formatted(name, more, name, pretend);
    }

    /** A hook of a wave, whose object goes as this says. */
    static HookRule inWave(int wave, DeletePolicy... delete) {
        return new HookRule(HookPhase.SYNC, wave, List.of(delete), false, 60_000);
    }

    static HookRule rule(HookPhase phase, boolean interruptible, long millis, DeletePolicy... delete) {
        return new HookRule(phase, 0, List.of(delete), interruptible, millis);
    }

    /** The Jobs that are there, in the order of their names. */
    static List<Manifest> jobs(ApplyingSandbox world) {
        ResourceType type = world.client.discovery().find("batch/v1", "Job").orThrow();
        return world.client.list(type, Planned.NAMESPACE, "keelstream.io/hook").orThrow();
    }

    static List<String> names(ApplyingSandbox world) {
        return jobs(world).stream()
                .map(job -> job.name().substring(0, job.name().lastIndexOf('-')))
                .toList();
    }

    /** A hook that is stuck goes on, and ends well. */
    static void letEnd(ApplyingSandbox world, String name) {
        world.unstick(name);
    }

    /** A hook that is stuck fails. */
    static void letFail(ApplyingSandbox world, String name) {
        world.pretend(name, "fail");
    }

    /** Waits until the hook at this position runs. */
    static void awaitRunning(ApplyingSandbox world, HookPhase phase, int position) {
        world.await()
                .until(() -> world.execution() != null
                        && world.execution().step() instanceof Step.Hooking(var run, var _, var _)
                        && run.phase() == phase
                        && run.position() == position
                        && run.uid() != null
                        && run.end() == null);
    }
}
