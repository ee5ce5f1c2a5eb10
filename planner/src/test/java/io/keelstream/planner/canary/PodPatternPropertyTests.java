package io.keelstream.planner.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each pod's name matches the pattern of its own Deployment, and of no other. */
class PodPatternPropertyTests {

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final String NAMES = "abcdefghijklmnopqrstuvwxyz0123456789";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void podMatchesThePatternOfItsOwnDeploymentAlone(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            // Given
            String workload = name(random, 1 + random.nextInt(54));
            List<String> deployments = List.of(workload, workload + "-canary", workload + "-baseline");
            for (String deployment : deployments) {
                // When
                String pod = pod(random, deployment);

                // Then
                for (String other : deployments) {
                    assertThat(Pattern.matches(PodPattern.of(other), pod))
                            .as("%s of %s by %s", pod, deployment, PodPattern.of(other))
                            .isEqualTo(other.equals(deployment));
                }
            }
        }
    }

    /** As the API server makes it from the ReplicaSet's name. */
    private static String pod(Random random, String deployment) {
        String base = deployment + "-" + letters(random, 1 + random.nextInt(10)) + "-";
        return base.substring(0, Math.min(58, base.length())) + letters(random, 5);
    }

    private static String letters(Random random, int length) {
        return text(random, LETTERS, length);
    }

    private static String name(Random random, int length) {
        String text = text(random, NAMES + (length > 2 ? "-." : ""), length);
        return text.replaceAll("^[-.]|[-.]$", "x");
    }

    private static String text(Random random, String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
