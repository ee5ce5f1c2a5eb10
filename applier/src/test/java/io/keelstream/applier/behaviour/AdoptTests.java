package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Taking over what others made, and nothing else than what was planned. */
class AdoptTests extends SandboxedApplier {

    private static final String A = "ConfigMap/shop/a";
    private static final String OTHER = "production/other";

    @Test
    void fieldsOfAnAdoptedManagerBecomeOurs() {
        // Given
        Manifest live = world.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {value: \"0\", dropped: x}}", "kubectl");

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "first").adopt(configMap("a", "1"), live, "kubectl"));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.uid(A)).isEqualTo(live.uid());
        assertThat(world.live(A).at("data")).isEqualTo(Map.of("value", "1"));
        assertThat(managers()).containsExactly("keelstream");
        assertThat(world.recorded(A).uid()).isEqualTo(live.uid());
    }

    @Test
    void fieldsOfOtherManagersStay() {
        // Given
        world.create(configMap("a", "0"), "kubectl");
        world.patch(A, Map.of("data", Map.of("theirs", "x")), "operator");

        // When
        world.release(Planned.of(TARGET, "first").adopt(configMap("a", "1"), world.live(A), "kubectl"));

        // Then
        assertThat(world.live(A).at("data")).isEqualTo(Map.of("value", "1", "theirs", "x"));
        assertThat(managers()).containsExactlyInAnyOrder("keelstream", "operator");
    }

    @Test
    void statusWriteBetweenPlanAndApplyDoesNotPreventTheAdoption() {
        // Given
        Manifest planned = world.create(configMap("a", "0"), "kubectl");
        world.annotate(A, "checked-by", "a-controller");

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "first").adopt(configMap("a", "1"), planned, "kubectl"));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live(A).annotation("checked-by")).isEqualTo("a-controller");
    }

    @Test
    void objectRecreatedSincePlanningIsNotAdopted() {
        // Given
        Manifest planned = world.create(configMap("a", "0"), "kubectl");
        world.delete(A);
        Manifest anew = world.create(configMap("a", "theirs"), "kubectl");

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "first").adopt(configMap("a", "1"), planned, "kubectl"));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems().getFirst().message()).contains("deleted and created again");
        assertThat(world.live(A).at("data", "value")).isEqualTo("theirs");
        assertThat(world.live(A).annotation("keelstream.io/owner")).isNull();
        assertThat(world.uid(A)).isEqualTo(anew.uid());
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void adoptionDoesNotCreateAMissingObject() {
        // Given
        Manifest planned = world.create(configMap("a", "0"), "kubectl");
        world.delete(A);

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "first").adopt(configMap("a", "1"), planned, "kubectl"));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.exists(A)).isFalse();
    }

    @Test
    void objectThatAnotherInstallationAdoptedSincePlanningIsBlocked() {
        // Given
        Manifest planned = world.create(configMap("a", "0"), "kubectl");
        world.annotate(A, "keelstream.io/owner", "elsewhere/production/shop");

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "first").adopt(configMap("a", "1"), planned, "kubectl"));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("ForeignOwner");
        assertThat(finished.problems().getFirst().message()).contains("elsewhere/production/shop");
        assertThat(world.live(A).annotation("keelstream.io/owner")).isEqualTo("elsewhere/production/shop");
        assertThat(world.live(A).at("data", "value")).isEqualTo("0");
    }

    @Test
    void onlyOneOfTwoTargetsAdoptsAnObjectAtOnce() {
        // Given
        Manifest planned = world.create(configMap("a", "0"), "kubectl");
        Planned one = Planned.of(TARGET, "one").adopt(configMap("a", "one"), planned, "kubectl");
        Planned two = Planned.of(OTHER, "two").adopt(configMap("a", "two"), planned, "kubectl");

        // When
        world.push(one);
        world.push(two);
        List<DeploymentFinished> ends = List.of(world.awaitEnd(one), world.awaitEnd(two));

        // Then
        assertThat(ends)
                .extracting(DeploymentFinished::outcome)
                .containsExactlyInAnyOrder(Outcome.HEALTHY, Outcome.FAILED);
        String owner = String.valueOf(world.live(A).annotation("keelstream.io/owner"));
        DeploymentFinished loser = ends.stream()
                .filter(end -> end.outcome() == Outcome.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(loser.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("ForeignOwner");
            assertThat(problem.message()).contains(owner);
        });
        assertThat(world.live(A).at("data", "value")).isEqualTo(owner.equals("acme/" + TARGET) ? "one" : "two");
    }

    private List<String> managers() {
        return Manifest.list(world.live(A).metadata().get("managedFields")).stream()
                .map(entry -> String.valueOf(Manifest.map(entry).get("manager")))
                .toList();
    }

    private static String withVariable(String variable) {
        return deployment("web", "web:1").replace("image: \"web:1\"", "image: \"web:1\", env: [" + variable + "]");
    }

    @Test
    void foreignFieldThatExcludesOneInGitIsRemovedInTheSameWrite() {
        // Given
        String reference = "Deployment.apps/shop/web";
        String ours = withVariable("{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}");
        world.release(Planned.of(TARGET, "first").create(ours));
        world.patch(
                reference,
                Map.of(
                        "spec",
                        Planned.manifest(withVariable("{name: A, value: literal}"))
                                .spec()),
                "kubectl-set");
        String gone = "/spec/template/spec/containers/name=app/env/name=A/value";

        // When
        DeploymentFinished unseen =
                world.release(Planned.of(TARGET, "second").timeout(2_000).update(ours, world.uid(reference)));
        DeploymentFinished finished = world.release(
                Planned.of(TARGET, "third").update(ours, world.uid(reference)).removing(gone));

        // Then
        assertThat(unseen.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        Object container = Manifest.list(world.live(reference).at("spec", "template", "spec", "containers"))
                .getFirst();
        assertThat(Manifest.map(
                        Manifest.list(Manifest.map(container).get("env")).getFirst()))
                .containsKey("valueFrom")
                .doesNotContainKey("value");
    }

    /** The server names the parent of both fields, not the one that is in the way. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void foreignFieldThatTheServerDoesNotNameIsRemovedAndTheObjectIsNotReplaced(boolean predicted) {
        // Given
        String reference = "PodDisruptionBudget.policy/shop/web";
        String ours = "{apiVersion: policy/v1, kind: PodDisruptionBudget,"
                + " metadata: {name: web, annotations: {keelstream.io/replace: on-immutable}},"
                + " spec: {maxUnavailable: 50%, selector: {matchLabels: {app: web}}}}";
        world.release(Planned.of(TARGET, "first").create(ours));
        String uid = world.uid(reference);
        Map<String, Object> foreign =
                new HashMap<>(Map.of("minAvailable", 2, "unhealthyPodEvictionPolicy", "AlwaysAllow"));
        foreign.put("maxUnavailable", null);
        world.patch(reference, Map.of("spec", foreign), "kubectl-patch");

        // When
        Planned second = Planned.of(TARGET, "second").update(ours, uid);
        DeploymentFinished finished =
                world.release(predicted ? second.predicted() : second.removing("/spec/minAvailable"));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.uid(reference)).isEqualTo(uid);
        assertThat(world.live(reference).spec())
                .containsEntry("maxUnavailable", "50%")
                .containsEntry("unhealthyPodEvictionPolicy", "AlwaysAllow")
                .doesNotContainKey("minAvailable");
    }
}
