package io.keelstream.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.offline.OfflineReport.OfflineTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryLineTests {

    @Test
    void targetWithCanaryReleasesIsListedWithItsSteps() {
        assertThat(CanaryLine.of(target(TargetPolicy.DEFAULT.withCanary(CanaryRules.DEFAULT))))
                .contains("production/checkout: canary releases with router gateway-api: 5 % for 5m, 25 % for 10m, 50 %"
                        + " for 15m");
        assertThat(CanaryLine.of(target(TargetPolicy.DEFAULT))).isEmpty();
    }

    private static OfflineTarget target(TargetPolicy policy) {
        TargetName name = new TargetName("production", "checkout");
        return new OfflineTarget(name, "shop", policy, "yaml", List.of(), List.of(), List.of());
    }
}
