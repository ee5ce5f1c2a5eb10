package io.keelstream.kubernetes.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkingTests {

    @Test
    void leavesNothingButTheFieldThatMakesTheDifference() {
        // Given
        List<Step> steps = List.of(
                apply("m1", "{\"data\":{\"a\":\"1\",\"b\":\"2\"},\"list\":[1,2]}"),
                apply("m2", "{\"data\":{\"culprit\":\"x\",\"b\":\"2\"},\"list\":[{\"c\":1},2]}"),
                apply("m3", "{\"data\":{\"b\":\"2\"}}"));

        // When
        String smallest =
                new Shrinking(steps, tried -> tried.toString().contains("culprit") ? "differs" : null).shrink();

        // Then
        assertThat(smallest).isEqualTo("differs\nsteps:\n  apply as m2: {\"data\":{\"culprit\":\"x\"}}\n");
    }

    private static Step apply(String manager, String configuration) {
        return new Step.Apply(manager, false, Json.readObject(configuration));
    }
}
