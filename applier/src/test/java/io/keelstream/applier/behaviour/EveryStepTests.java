package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.execution.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No kind of step is forgotten: there is a story in which the process dies when it records the step, one in which a newer
 * commit comes before another process goes on, and one in which another process has its partition while it lives on. What a story says
 * that it passes, it records: {@link Deaths}.
 */
class EveryStepTests {

    private static final List<Class<?>> STORIES = List.of(
            CrashTests.class,
            HookCrashTests.class,
            LongWaitCrashTests.class,
            OvertakenTests.class,
            RebalanceTests.class,
            RehearsalCrashTests.class,
            TrialCrashTests.class,
            TrialHookCrashTests.class);

    @ParameterizedTest
    @EnumSource
    void thereIsAStoryOfEveryKindOfStep(Passes.Then then) {
        Set<Class<?>> passed = STORIES.stream()
                .flatMap(stories -> Arrays.stream(stories.getDeclaredMethods()))
                .map(story -> story.getAnnotation(Passes.class))
                .filter(passes -> passes != null && List.of(passes.then()).contains(then))
                .flatMap(passes -> Arrays.stream(passes.value()))
                .collect(Collectors.toSet());

        assertThat(passed)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Step.class.getPermittedSubclasses())
                        .filter(kind -> kind != Step.Unknown.class)
                        .toList());
    }
}
