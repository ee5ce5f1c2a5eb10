package io.keelstream.kubernetes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.policy.rule.BuiltInRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which violations a change brings. */
class RuleBookTests {

    private static final ObjectReference WEB = ObjectReference.parse("Deployment.apps/shop/web");
    private static final ObjectReference SERVICE = ObjectReference.parse("Service/shop/web");
    private static final String OLD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              revisionHistoryLimit: 2
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: "web:latest", resources: {requests: {cpu: 1}}}]}
            """;
    private static final String BEHIND = """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}}
            """;

    private final RuleBook rules = new RuleBook(BuiltInRules.ALL);

    private static List<String> facts(List<Violation> violations) {
        return violations.stream().flatMap(each -> each.facts().stream()).toList();
    }

    @Test
    void objectThatDoesNotChangeBreaksNothing() {
        assertThat(rules.broken(Objects.of(OLD), TargetObjects.NONE, Set.of())).isEmpty();
        assertThat(facts(rules.broken(Objects.of(OLD), TargetObjects.NONE, Set.of(WEB))))
                .hasSize(2);
    }

    @Test
    void whatWasBrokenBeforeInTheSameWayIsNotNew() {
        // Given
        String changed = OLD.replace("containers: [", "containers: [{name: side, image: side}, ");

        // When
        List<Violation> added = rules.added(Objects.of(changed), Objects.of(OLD), Set.of(WEB));

        // Then
        assertThat(facts(added))
                .containsExactly(
                        "image side of container side has no tag",
                        "container side requests no cpu",
                        "container side requests no memory");
        assertThat(facts(rules.added(Objects.of(changed), TargetObjects.NONE, Set.of(WEB))))
                .hasSize(5);
    }

    @Test
    void serviceThatComesMakesAWorkloadBreakARuleThatDoesNotChange() {
        // When
        List<Violation> added = rules.added(Objects.of(OLD + BEHIND), Objects.of(OLD), Set.of(SERVICE));

        // Then
        assertThat(added).singleElement().satisfies(each -> {
            assertThat(each.rule()).isEqualTo("probes");
            assertThat(each.reference()).isEqualTo(WEB);
            assertThat(each.involved()).containsExactlyInAnyOrder(WEB, SERVICE);
        });
    }

    @Test
    void allNamesWhatDoesNotChangeAsWell() {
        assertThat(rules.all(Objects.of(OLD + BEHIND), TargetObjects.NONE))
                .extracting(Violation::rule)
                .containsExactly("image-tag", "probes", "resource-requests");
    }
}
