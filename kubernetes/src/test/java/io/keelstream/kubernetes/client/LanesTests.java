package io.keelstream.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LanesTests {

    private static final ApiRequest DEFINITION = request("apiextensions.k8s.io", "customresourcedefinitions");
    private static final ApiRequest CONFIG = request("", "configmaps");

    private final Lanes lanes = new Lanes(2);

    @Test
    void laneHasSoManyPlaces() throws Exception {
        enter(CONFIG);
        Lanes.Place second = enter(CONFIG);

        assertThat(tryEnter(CONFIG)).isNull();
        second.close();
        assertThat(tryEnter(CONFIG)).isNotNull();
    }

    @Test
    void slowCallsMakeRoomForOthers() throws Exception {
        enter(DEFINITION).late();
        enter(DEFINITION).late();

        enter(CONFIG);
        enter(CONFIG);
        assertThat(tryEnter(CONFIG)).isNull();
    }

    @Test
    void whatWasSlowTheLastTimeQueuesBehindItsLikes() throws Exception {
        enter(DEFINITION).late();
        enter(DEFINITION).late();

        assertThat(tryEnter(DEFINITION)).isNull();
        assertThat(tryEnter(CONFIG)).isNotNull();
    }

    @Test
    void whatIsQuickAgainIsSlowNoLonger() throws Exception {
        Lanes.Place slow = enter(DEFINITION);
        slow.late();
        slow.close();
        enter(DEFINITION).close();

        enter(DEFINITION);
        enter(DEFINITION);
        assertThat(tryEnter(CONFIG)).isNull();
    }

    @Test
    void slowCallKeepsItsPlaceWhileThereIsNoRoomForIt() throws Exception {
        enter(DEFINITION).late();
        enter(DEFINITION).late();
        Lanes.Place another = enter(CONFIG);

        another.late();
        enter(request("", "secrets"));
        assertThat(tryEnter(request("", "pods"))).isNull();
        another.close();
        assertThat(tryEnter(request("", "pods"))).isNotNull();
    }

    private Lanes.Place enter(ApiRequest request) throws InterruptedException {
        return Objects.requireNonNull(tryEnter(request));
    }

    private Lanes.@Nullable Place tryEnter(ApiRequest request) throws InterruptedException {
        return lanes.enter(request, Duration.ZERO);
    }

    private static ApiRequest request(String group, String resource) {
        ApiRequest.Target target = new ApiRequest.Target("path", group, resource, "", "a");
        return new ApiRequest(Verb.APPLY, target, Map.of(), ApiRequest.JSON, null, false);
    }
}
