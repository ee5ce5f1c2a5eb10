package io.keelstream.canary.course;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.Arms;
import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the arms of a request are to each other. */
class MatchedArmTests {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    void canaryThatMatchedRequestsReachHasNoShareThatCouldBeChecked() {
        AnalysisConfig config = config(true);

        assertThat(config.canaryShare()).isEmpty();
        assertThat(config.silenceFails()).isFalse();
    }

    @Test
    void canaryThatIsReachedByItsWeightAloneHasTheShareThatWasAskedFor() {
        AnalysisConfig config = config(null);

        assertThat(config.canaryShare()).hasValue(0.5);
        assertThat(config.silenceFails()).isTrue();
    }

    @Test
    void promotedVersionIsComparedWithNothing() {
        assertThat(config("canary-.*", null).arms()).isEqualTo(Arms.SAME);
        assertThat(config("baseline-.*", null).arms()).isEqualTo(Arms.SPLIT);
    }

    private static AnalysisConfig config(@Nullable Boolean matched) {
        return config("baseline-.*", matched);
    }

    private static AnalysisConfig config(String baseline, @Nullable Boolean matched) {
        return Trial.of(new AnalysisRequest(
                        new AnalysisIdentity("analysis", "trial", "deployment", "sha256:00"),
                        new Revision("infra", "refs/heads/main", "8c1f0e5b7a3d", "Ada <ada@example.org>", "Try", NOW),
                        new AnalysisRequest.Place("eu-1", "shop"),
                        new AnalysisStep(0, 1, Need.NO_HARM, 0, null, null),
                        new AnalysisArm(baseline, null, NOW, 5.0),
                        new AnalysisArm("canary-.*", null, NOW, 5.0, matched, null),
                        Map.of(
                                "metrics",
                                List.of(Map.of("name", "errors", "kind", "ratio", "preset", "spring-boot-http")))))
                .observation()
                .config();
    }
}
