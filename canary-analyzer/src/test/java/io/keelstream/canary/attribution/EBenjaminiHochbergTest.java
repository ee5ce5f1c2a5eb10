package io.keelstream.canary.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EBenjaminiHochbergTest {

    @Test
    void blamesThoseThatTogetherExceedTheirShare() {
        // Given three e-values, of which 3 / (2 * 0.05) = 30 is the bar for two
        Map<String, Double> logE = Map.of("a", Math.log(100), "b", Math.log(31), "c", Math.log(2));

        var blamed = EBenjaminiHochberg.blamed(logE, 0.05);

        assertThat(blamed).containsExactly("a", "b");
    }

    @Test
    void blamesNoneWithoutEvidence() {
        assertThat(EBenjaminiHochberg.blamed(Map.of("a", 0.0, "b", 1.0), 0.01)).isEmpty();
    }
}
