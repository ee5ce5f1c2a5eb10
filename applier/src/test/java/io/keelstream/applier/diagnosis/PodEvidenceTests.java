package io.keelstream.applier.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.health.PodFailures;
import org.junit.jupiter.api.Test;

class PodEvidenceTests {

    private static final String OOM = "container app: exit code 137, OOMKilled";

    @Test
    void twoExitsBeyondTheBaselineAreEvidence() {
        assertThat(PodEvidence.against(exits(2, 1), exits(2, 0))).isNull();
        assertThat(PodEvidence.against(exits(2, 2), exits(2, 0)))
                .isEqualTo("its containers end: 2 exits of 2 pods (" + OOM
                        + "); the baseline: 0 exits, 0 not ready pods" + " of 2");
    }

    @Test
    void whatTheBaselineSharesIsNoEvidence() {
        assertThat(PodEvidence.against(exits(2, 2), exits(2, 1))).isNull();
        assertThat(PodEvidence.against(exits(2, 4), exits(2, 2))).isNotNull();
        assertThat(PodEvidence.against(exits(6, 5), exits(2, 1))).isNotNull();
        assertThat(PodEvidence.against(exits(8, 5), exits(2, 1))).isNull();
        assertThat(PodEvidence.against(unready(2, 2), unready(2, 1))).isNull();
    }

    @Test
    void manyPodsHaveManyChances() {
        assertThat(PodEvidence.against(exits(25, 6), exits(2, 0))).isNull();
        assertThat(PodEvidence.against(exits(25, 7), exits(2, 0))).isNotNull();
    }

    @Test
    void podsThatLoseTheirReadinessAreEvidence() {
        assertThat(PodEvidence.against(unready(3, 1), unready(3, 0))).isNull();
        assertThat(PodEvidence.against(unready(3, 2), unready(3, 0)))
                .startsWith("its pods lose their readiness: 2 of 3 pods for 60 s or more");
        assertThat(PodEvidence.against(unready(1, 1), unready(1, 0))).isNotNull();
    }

    @Test
    void nothingIsConcludedWithoutPodsToCompareWith() {
        assertThat(PodEvidence.against(exits(2, 4), exits(0, 0))).isNull();
        assertThat(PodEvidence.against(exits(0, 0), exits(2, 0))).isNull();
    }

    @Test
    void promotedVersionIsComparedWithNothing() {
        assertThat(PodEvidence.against(exits(3, 1))).isNull();
        assertThat(PodEvidence.against(exits(3, 2))).isEqualTo("its containers end: 2 exits of 3 pods (" + OOM + ")");
    }

    @Test
    void baselineIsLookedAtOnlyWhereItMatters() {
        for (int pods = 0; pods <= 12; pods++) {
            for (int count = 0; count <= pods; count++) {
                if (PodEvidence.isNone(exits(pods, count))) {
                    assertThat(PodEvidence.against(exits(pods, count))).isNull();
                }
                if (PodEvidence.isNone(unready(pods, count))) {
                    assertThat(PodEvidence.against(unready(pods, count))).isNull();
                }
            }
        }
    }

    private static PodFailures exits(int pods, int exits) {
        return new PodFailures(pods, exits, 0, OOM);
    }

    private static PodFailures unready(int pods, int unready) {
        return new PodFailures(pods, 0, unready, "");
    }
}
