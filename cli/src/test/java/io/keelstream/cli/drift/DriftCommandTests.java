package io.keelstream.cli.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.drift.DriftState;
import io.keelstream.kubernetes.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftCommandTests {

    @Test
    void statesAreOneListOfJsonWhateverTheKeysHold() {
        String hostile = "pro\"duction/shop\\";

        assertThat(Json.read(DriftCommand.json(Map.of(hostile, DriftState.NONE))))
                .isEqualTo(List.of(Map.of(
                        "target",
                        hostile,
                        "inventorySequence",
                        0L,
                        "objects",
                        List.of(),
                        "corrections",
                        List.of(),
                        "problems",
                        List.of())));
    }

    @Test
    void noStateIsAnEmptyList() {
        assertThat(DriftCommand.json(Map.of())).isEqualTo("[]");
    }
}
