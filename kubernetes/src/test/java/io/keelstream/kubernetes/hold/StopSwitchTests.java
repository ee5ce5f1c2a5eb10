package io.keelstream.kubernetes.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import org.junit.jupiter.api.Test;

class StopSwitchTests {

    @Test
    void configMapThatSomebodyCreatesStops() {
        assertThat(StopSwitch.stops(named("keelstream-stop", entry("kubectl-create", "Update"))))
                .isTrue();
        assertThat(StopSwitch.stops(named("keelstream-stop", ""))).isTrue();
        assertThat(StopSwitch.stops(named("settings", entry("kubectl-create", "Update"))))
                .isFalse();
    }

    @Test
    void configMapFromGitStopsNothingUntilSomebodyElseWritesIt() {
        String ours = entry("keelstream", "Apply");

        assertThat(StopSwitch.stops(named("keelstream-stop", ours))).isFalse();
        assertThat(StopSwitch.stops(named("keelstream-stop", ours + "," + entry("kubectl-annotate", "Update"))))
                .isTrue();
    }

    private static String entry(String manager, String operation) {
        return """
                {"manager": "%s", "operation": "%s", "apiVersion": "v1", "fieldsType": "FieldsV1",
                 "fieldsV1": {"f:data": {}}}
                """.formatted(manager, operation);
    }

    private static Manifest named(String name, String entries) {
        return new Manifest(Json.readObject("""
                {"apiVersion": "v1", "kind": "ConfigMap",
                 "metadata": {"name": "%s", "namespace": "keelstream", "managedFields": [%s]}}
                """.formatted(name, entries)));
    }
}
