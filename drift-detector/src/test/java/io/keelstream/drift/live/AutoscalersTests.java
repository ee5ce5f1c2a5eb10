package io.keelstream.drift.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AutoscalersTests {

    private static final ObjectReference WEB = new ObjectReference("apps", "Deployment", "shop", "web");
    private static final ObjectReference API = new ObjectReference("apps", "Deployment", "shop", "api");

    private final List<ObjectReference> heard = new ArrayList<>();
    private final Autoscalers autoscalers = new Autoscalers(heard::add);

    @Test
    void workloadIsHeardOfWhenItGetsItsFirstAutoscalerAndWhenItLosesTheLast() {
        autoscalers.listed(List.of(autoscaler("one", "web"), autoscaler("two", "web")), "1");
        autoscalers.deleted(autoscaler("one", "web"));
        assertThat(autoscalers.scale(WEB)).isTrue();
        assertThat(heard).containsExactly(WEB);

        autoscalers.deleted(autoscaler("two", "web"));

        assertThat(autoscalers.scale(WEB)).isFalse();
        assertThat(heard).containsExactly(WEB, WEB);
    }

    @Test
    void reportOfAnAutoscalerConcernsNobody() {
        autoscalers.changed(autoscaler("one", "web"));
        heard.clear();

        autoscalers.changed(autoscaler("one", "web"));

        assertThat(heard).isEmpty();
    }

    @Test
    void autoscalerThatScalesAnotherWorkloadConcernsBoth() {
        autoscalers.changed(autoscaler("one", "web"));
        heard.clear();

        autoscalers.changed(autoscaler("one", "api"));

        assertThat(heard).containsExactlyInAnyOrder(WEB, API);
        assertThat(autoscalers.scale(WEB)).isFalse();
        assertThat(autoscalers.scale(API)).isTrue();
    }

    @Test
    void whatIsNoLongerListedIsGone() {
        autoscalers.listed(List.of(autoscaler("one", "web"), autoscaler("two", "api")), "1");
        heard.clear();

        autoscalers.listed(List.of(autoscaler("two", "api")), "2");

        assertThat(heard).containsExactly(WEB);
        assertThat(autoscalers.scale(API)).isTrue();
    }

    private static Manifest autoscaler(String name, String workload) {
        return new Manifest(Map.of(
                "apiVersion",
                "autoscaling/v2",
                "kind",
                "HorizontalPodAutoscaler",
                "metadata",
                Map.of("namespace", "shop", "name", name),
                "spec",
                Map.of("scaleTargetRef", Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", workload))));
    }
}
