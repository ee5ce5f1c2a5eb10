package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.planner.sample.Samples;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicationRequestsTest {

    private static final String CPU = "keelstream.requests.cpu";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ApplicationRequests requests = new ApplicationRequests(meters, 1);

    @Test
    void targetsOfAnApplicationAreAddedUpUnderItsTeam() {
        requests.wanted(0, "production/shop", wanted("payments", 500));
        requests.wanted(1, "staging/shop", wanted("payments", 250));
        requests.wanted(1, "production/stock", wanted("payments", 100));
        requests.wanted(1, "production/shop", wanted("payments", 500));

        assertThat(cpu("payments", "shop")).isEqualTo(0.75);
        assertThat(cpu("payments", "stock")).isEqualTo(0.1);
    }

    @Test
    void anotherBundleTakesThePlaceOfTheOneBefore() {
        requests.wanted(0, "production/shop", wanted("payments", 500));
        requests.wanted(0, "production/shop", wanted("orders", 300));

        assertThat(meters.find(CPU).tags("team", "payments").gauge()).isNull();
        assertThat(cpu("orders", "shop")).isEqualTo(0.3);
    }

    @Test
    void anotherTeamCountsAlsoWhereTheObjectsAreTheSame() {
        requests.wanted(0, "production/shop", wanted("payments", 500));
        requests.wanted(0, "production/shop", wanted("orders", 500));

        assertThat(meters.find(CPU).tags("team", "payments").gauge()).isNull();
        assertThat(cpu("orders", "shop")).isEqualTo(0.5);
    }

    @Test
    void applicationIsGoneWithItsLastTarget() {
        requests.wanted(0, "production/shop", wanted("payments", 500));
        requests.wanted(1, "staging/shop", wanted("payments", 500));

        requests.wanted(0, "production/shop", null);
        assertThat(cpu("payments", "shop")).isEqualTo(0.5);
        requests.left(1);

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void applicationsBeyondAThousandShareANameByTheirTeamAndNothingIsLost() {
        for (int i = 0; i < 1_500; i++) {
            requests.wanted(0, "production/app-" + i, wanted("team-" + i % 300, 100));
        }

        assertThat(cpu("team-0", "app-0")).isEqualTo(0.1);
        assertThat(cpu("team-100", "other")).isEqualTo(0.2);
        assertThat(cpu("other", "other")).isPositive();
        assertThat(meters.find(CPU).tags("pods", "most").gauges()).hasSize(1_201);
        assertThat(meters.find(CPU).tags("pods", "most").gauges().stream()
                        .mapToLong(gauge -> Math.round(gauge.value() * 1000))
                        .sum())
                .isEqualTo(150_000);
    }

    @Test
    void applicationWithANameOfItsOwnKeepsItWhenItDeploysAgain() {
        for (int i = 0; i < 1_300; i++) {
            requests.wanted(0, "production/app-" + i, wanted("team-" + i % 300, 100));
        }

        requests.wanted(0, "production/app-0", wanted("team-0", 200));

        assertThat(cpu("team-0", "app-0")).isEqualTo(0.2);
    }

    @Test
    void freedNameIsGivenToTheNextApplicationAlsoBesideOthers() {
        for (int i = 0; i < 1_300; i++) {
            requests.wanted(0, "production/app-" + i, wanted("team-" + i % 300, 100));
        }

        requests.wanted(0, "production/app-0", null);
        requests.wanted(0, "production/new", wanted("team-0", 200));

        assertThat(cpu("team-0", "new")).isEqualTo(0.2);
    }

    private double cpu(String team, String application) {
        Gauge gauge = meters.find(CPU)
                .tags("team", team, "application", application, "pods", "most")
                .gauge();
        assertThat(gauge).as("%s %s", team, application).isNotNull();
        return gauge.value();
    }

    private static Desired wanted(String team, int millis) {
        Desired bundle = Samples.bundle("shop", TargetPolicy.DEFAULT, """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: "web:1", resources: {requests: {cpu: %dm}}}]}
            """.formatted(millis));
        return Samples.labelled(bundle, Map.of("team", team));
    }
}
