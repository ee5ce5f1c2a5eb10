package io.keelstream.messaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.Plan.Work;
import io.keelstream.contracts.plan.PlannedAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class SealedKindsTests {

    private static final String WORK = """
        {"changeDigest":"sha256:0","actions":[%s],"unchanged":0,"held":[]}\
        """;

    @Test
    void kindIsWrittenFirstAndReadWhereverItIs() {
        // Given
        Work work = new Work("sha256:0", List.of(new PlannedAction.Release("Service/shop/kept")), 0, List.of(), null);

        // Then
        assertThat(text(work)).isEqualTo(WORK.formatted("""
            {"kind":"Release","reference":"Service/shop/kept"}\
            """));
        assertThat(read(WORK.formatted("""
            {"reference": "Service/shop/kept", "later": {"a": [1]}, "kind": "Release"}\
            """))).isEqualTo(work);
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
        {"kind":"RunPlugin","reference":"Job.batch/shop/migrate","order":[1,{"weight":-5}],"nothing":null,"ratio":0.1}\
        """, """
        {"reference":"Job.batch/shop/migrate","large":123456789012345678901234567890,"kind":"RunPlugin","turn":{}}\
        """, """
        {"kind":"RunPlugin"}\
        """})
    void actionOfANewerKindIsPassedOnUntouched(String action) {
        // Given
        String json = WORK.formatted(action);

        // When
        Work work = read(json);

        // Then
        assertThat(work.actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        PlannedAction.Unknown.class,
                        unknown -> assertThat(unknown.label()).isEqualTo("RUNPLUGIN"));
        assertThat(read(text(work))).isEqualTo(work);
        assertThat(text(work)).isEqualTo(json);
    }

    @Test
    void knownActionThatLacksSomethingIsRefusedAndDoesNotPassForANewerOne() {
        assertThatThrownBy(() -> read(WORK.formatted("{\"kind\":\"Prune\",\"reference\":\"Service/shop/gone\"}")))
                .isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"action\":\"CREATE\",\"reference\":\"Service/shop/web\"}", "\"Prune\""})
    void actionWithoutAKindIsRefused(String action) {
        assertThatThrownBy(() -> read(WORK.formatted(action))).isInstanceOf(JacksonException.class);
    }

    @Test
    void stepOfANewerKindIsPassedOnUntouched() {
        // Given
        String json = """
            {"deploymentId":"d","planId":"p","bundleDigest":"sha256:0","accepted":{"trigger":"REVISION",\
            "revision":{"repository":"infra","ref":"refs/heads/main","commit":"c","author":"A","message":"m",\
            "committedAt":"2026-01-01T00:00:00Z"},"attempt":0,"startedAt":"2026-01-01T00:00:00Z"},\
            "step":{"kind":"Mirroring","weight":25,"retreat":{"routes":["HTTPRoute.gateway.networking.k8s.io/shop/web"]}}}\
            """;

        // When
        Execution execution = PayloadJson.read(json.getBytes(StandardCharsets.UTF_8), Execution.class);

        // Then
        assertThat(execution.step()).isInstanceOf(Step.Unknown.class);
        assertThat(text(execution)).isEqualTo(json);
        assertThat(text(execution.at(new Step.Waiting(2, Instant.EPOCH, null))))
                .endsWith("\"step\":{\"kind\":\"Waiting\",\"wave\":2,\"deadline\":\"1970-01-01T00:00:00Z\"}}");
    }

    private static Work read(String json) {
        return PayloadJson.read(json.getBytes(StandardCharsets.UTF_8), Work.class);
    }

    private static String text(Record payload) {
        return new String(PayloadJson.write(payload), StandardCharsets.UTF_8);
    }
}
