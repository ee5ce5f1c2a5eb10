package io.keelstream.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.kafka.BrokerProcess;
import io.keelstream.e2e.suite.AnyCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty seconds without a broker, with a push in the middle. */
@AnyCluster
class BrokerOutageTests {

    private static final Duration AWAY = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    static BrokerProcess broker;
    static ReleasedShop shop;

    @BeforeAll
    static void start() throws Exception {
        broker = new BrokerProcess(folder.resolve("kafka"));
        shop = ReleasedShop.start(folder, "--kafka", broker.servers());
    }

    @AfterAll
    static void stop() {
        shop.close();
        broker.close();
    }

    @Test
    void pushWhileTheBrokerIsAwayIsDeployedOnceItIsBack() throws Exception {
        // Given
        shop.await(shop.push(), Outcome.HEALTHY);

        // When
        broker.kill();
        String commit = shop.push();
        await().during(AWAY).atMost(AWAY.multipliedBy(2)).until(() -> shop.runs(1));
        broker.restart();

        // Then
        shop.await(commit, Outcome.HEALTHY);
        assertThat(shop.runs(0)).isTrue();
        shop.assertWell();
    }
}
