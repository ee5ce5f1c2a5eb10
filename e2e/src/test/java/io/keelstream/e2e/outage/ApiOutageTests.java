package io.keelstream.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.EachCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up to twenty seconds without an API server, with a push in the middle. */
@EachCluster
class ApiOutageTests {

    private static final Duration AWAY = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    static ReleasedShop shop;

    @BeforeAll
    static void start() throws Exception {
        shop = ReleasedShop.start(folder);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @BeforeEach
    void deploy() throws Exception {
        shop.await(shop.push(), Outcome.HEALTHY);
    }

    @Test
    void pushWhileTheApiIsAwayIsDeployedOnceItIsBack() throws Exception {
        // When
        String commit;
        shop.cluster().stopApi();
        try {
            commit = shop.push();
            await().pollDelay(AWAY)
                    .atMost(AWAY.multipliedBy(2))
                    .untilAsserted(() -> assertThat(shop.system().verb("status", "production/shop"))
                            .contains("ClusterUnreachable", "planning resumes when it answers"));
        } finally {
            shop.cluster().startApi();
        }

        // Then
        assertThat(shop.system().printed()).contains("BLOCKED  " + commit.substring(0, 12));
        shop.await(commit, Outcome.HEALTHY);
        assertThat(shop.runs(0)).isTrue();
        shop.assertWell();
    }

    @Test
    void releaseThatRunsWhileTheApiGoesAwayEndsOnceItIsBack() throws Exception {
        // Given
        String stuck = shop.pushStuck();
        await().atMost(Duration.ofMinutes(1)).until(() -> shop.image().contains("shop:stuck"));

        // When
        String good;
        shop.cluster().stopApi();
        try {
            good = shop.push();
            await().pollDelay(Duration.ofSeconds(5))
                    .until(() -> shop.system().process().isAlive());
        } finally {
            shop.cluster().startApi();
        }

        // Then
        shop.await(stuck, Outcome.SUPERSEDED);
        shop.await(good, Outcome.HEALTHY);
        shop.assertWell();
    }
}
