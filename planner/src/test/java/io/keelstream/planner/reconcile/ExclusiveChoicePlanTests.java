package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where one of several fields may be set, what Git sets wins, and the plan shows what goes. */
class ExclusiveChoicePlanTests extends SandboxedPlanner {

    private static final String WEB = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: "web:1"}]}}}
        """;

    private static String kubectl(String yaml, String namespace) {
        return yaml.replace("metadata: {name: web}", "metadata: {name: web, namespace: " + namespace + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            env      | image: "web:1"                | image: "web:1", env: [{name: A, value: x}]                       | image: "web:1", env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}] | /spec/template/spec/containers/name=app/env/name=A/value
            probe    | image: "web:1"                | image: "web:1", livenessProbe: {httpGet: {path: /, port: 80}}    | image: "web:1", livenessProbe: {tcpSocket: {port: 80}}                              | /spec/template/spec/containers/name=app/livenessProbe/httpGet
            back     | image: "web:1"                | image: "web:1", readinessProbe: {tcpSocket: {port: 80}}          | image: "web:1", readinessProbe: {exec: {command: [a]}}                              | /spec/template/spec/containers/name=app/readinessProbe/tcpSocket
            volume   | containers:                   | volumes: [{name: v, emptyDir: {}}], containers:                  | volumes: [{name: v, configMap: {name: c}}], containers:                             | /spec/template/spec/volumes/name=v/emptyDir
            strategy | selector:                     | strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 2}}, selector: | strategy: {type: Recreate}, selector:                                       | /spec/strategy/rollingUpdate
            default  | selector:                     | minReadySeconds: 1, selector:                                    | strategy: {type: Recreate}, selector:                                               | /spec/strategy/rollingUpdate
            """)
    void fieldsThatExcludeThoseInGitAreRemovedByTheAdoption(
            String name, String place, String theirs, String ours, String gone) throws Exception {
        // Given
        String namespace = "fold-" + name;
        world.namespace(namespace);
        world.create(kubectl(WEB.replace(place, theirs), namespace), "kubectl-client-side-apply");

        // When
        world.desire("t/" + namespace, Samples.bundle(namespace, TargetPolicy.DEFAULT, WEB.replace(place, ours)));
        Plan plan = world.ready("t/" + namespace);

        // Then
        assertThat(summary(plan)).containsExactly("ADOPT Deployment.apps/" + namespace + "/web");
        assertThat(((Write) plan.actions().getFirst()).preview().diff())
                .anyMatch(each -> each.path().equals(gone) && each.after() == null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            named | spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
            node  | spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 31080}]}
            both  | spec: {type: NodePort, selector: {app: web}, ports: [{name: http, port: 80, nodePort: 31081}]}
            """)
    void serviceWhosePortChangesInGitIsAdopted(String name, String spec) throws Exception {
        // Given
        String service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n" + spec + "\n";
        String namespace = "ports-" + name;
        world.namespace(namespace);
        world.create(kubectl(service, namespace), "kubectl-client-side-apply");

        // When
        world.desire(
                "t/" + namespace,
                Samples.bundle(namespace, TargetPolicy.DEFAULT, service.replace("port: 80", "port: 8080")));
        Plan plan = world.ready("t/" + namespace);

        // Then
        assertThat(((Write) plan.actions().getFirst()).preview().diff())
                .extracting(FieldDiff::path)
                .containsExactlyInAnyOrder("/spec/ports/port=80,protocol=TCP", "/spec/ports/port=8080,protocol=TCP");
    }

    @Test
    void portOfSomebodyElseWithTheNodePortOfGitIsRemoved() throws Exception {
        // Given
        String service = """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {type: NodePort, selector: {app: web}, ports: [{name: http, port: 80, nodePort: 31090}]}
            """;
        world.release("t/twin", Samples.bundle("twin", TargetPolicy.DEFAULT, service));
        ObjectReference web = ObjectReference.parse("Service/twin/web");
        Object theirs = Samples.manifest(service.replace("http", "theirs").replace("80,", "81,"))
                .spec()
                .get("ports");
        Object other = Samples.manifest(
                        service.replace("http", "other").replace("80,", "82,").replace("31090", "31091"))
                .spec()
                .get("ports");
        List<Object> ports = new ArrayList<>((List<?>) theirs);
        ports.addAll((List<?>) other);
        world.client
                .patch(web, "application/merge-patch+json", Map.of("spec", Map.of("ports", ports)), "kubectl-edit")
                .orThrow();

        // When
        world.desire(
                "t/twin",
                Samples.bundle(
                        "twin", TargetPolicy.DEFAULT, service.replace("{name: web}", "{name: web, labels: {a: b}}")));
        Plan plan = world.ready("t/twin");

        // Then
        assertThat(((Write) plan.actions().getFirst()).preview().diff())
                .filteredOn(each -> each.after() == null)
                .extracting(FieldDiff::path)
                .containsExactly("/spec/ports/port=81,protocol=TCP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            env      | image: "web:1", env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}] | {spec: {template: {spec: {containers: [{name: app, image: "web:1", env: [{name: A, value: x}]}]}}}}                      | /spec/template/spec/containers/name=app/env/name=A/value
            probe    | image: "web:1", livenessProbe: {tcpSocket: {port: 80}}                              | {spec: {template: {spec: {containers: [{name: app, image: "web:1", livenessProbe: {httpGet: {port: 80}}}]}}}}            | /spec/template/spec/containers/name=app/livenessProbe/httpGet
            """)
    void foreignFieldThatExcludesOneInGitIsRemovedAndBlocksNoLaterCommit(
            String name, String ours, String patch, String gone) throws Exception {
        // Given
        String namespace = "sibling-" + name;
        String target = "t/" + namespace;
        String body = WEB.replace("image: \"web:1\"", ours);
        world.release(target, Samples.bundle(namespace, TargetPolicy.DEFAULT, body));
        Map<String, Object> foreign = Samples.manifest(patch.replace(
                        "{spec: {template",
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template"))
                .tree();
        world.client
                .patch(
                        ObjectReference.parse("Deployment.apps/" + namespace + "/web"),
                        "application/merge-patch+json",
                        Map.of("spec", foreign.get("spec")),
                        "kubectl-set")
                .orThrow();

        // When
        world.desire(
                target,
                Samples.bundle(
                        namespace,
                        TargetPolicy.DEFAULT,
                        body.replace("{name: web}\n", "{name: web, labels: {a: b}}\n")));
        Plan plan = world.ready(target);
        world.desire(
                target,
                Samples.bundle(
                        namespace,
                        Removals.policy(OnRemoval.CONFIRM, Conflicts.FAIL),
                        body.replace("{name: web}\n", "{name: web, labels: {a: c}}\n")));
        Plan careful = world.plan(target);

        // Then
        assertThat(summary(plan)).containsExactly("UPDATE Deployment.apps/" + namespace + "/web");
        assertThat(((Write) plan.actions().getFirst()).preview().diff())
                .anyMatch(each -> each.path().equals(gone) && each.after() == null);
        assertThat(careful.state()).isEqualTo(State.FAILED);
    }

    private static final String CHOICES = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: choices.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {kind: Choice, plural: choices}
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    oneOf: [{required: [a]}, {required: [b]}, {required: [items]}]
                    properties:
                      a: {type: string}
                      b: {type: string}
                      note: {type: string}
                      items:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name]
                        items:
                          type: object
                          oneOf: [{required: [a]}, {required: [b]}]
                          properties: {name: {type: string}, a: {type: string}, b: {type: string}, note: {type: string}}
        """;

    /** The server names the parent of the fields that exclude each other, or nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            parent  | policy/v1      | PodDisruptionBudget | maxUnavailable: 50%, selector: {matchLabels: {a: b}} | {minAvailable: 2, maxUnavailable: null, unhealthyPodEvictionPolicy: AlwaysAllow} | /spec/minAvailable     | /spec/unhealthyPodEvictionPolicy
            nothing | example.com/v1 | Choice              | a: x                                                 | {a: null, b: w, note: z}     | /spec/b                | /spec/note
            item    | example.com/v1 | Choice              | items: [{name: i, a: x}]                             | {items: [{name: i, b: w, note: z}]}     | /spec/items/name=i/b   | /spec/items/name=i/note
            """)
    void foreignFieldThatTheServerDoesNotNameIsRemovedAndTheObjectIsNotReplaced(
            String name, String apiVersion, String kind, String ours, String foreign, String gone, String harmless)
            throws Exception {
        // Given
        String namespace = "unnamed-" + name;
        String target = "t/" + namespace;
        if (kind.equals("Choice") && world.client.discovery().find(apiVersion, kind) instanceof ApiResult.Failed) {
            world.create(CHOICES, "kubectl-create");
            Awaitility.await().until(() -> world.client.discovery().find(apiVersion, kind) instanceof ApiResult.Ok);
        }
        String body =
                "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: it}\nspec: {" + ours + "}\n";
        world.release(target, Samples.bundle(namespace, TargetPolicy.DEFAULT, body));
        ObjectReference it =
                new ObjectReference(apiVersion.substring(0, apiVersion.indexOf('/')), kind, namespace, "it");
        world.client
                .patch(
                        it,
                        "application/merge-patch+json",
                        Map.of(
                                "spec",
                                Samples.manifest("{apiVersion: v1, kind: It, metadata: {name: it}, spec: " + foreign
                                                + "}")
                                        .spec()),
                        "kubectl-patch")
                .orThrow();

        // When
        String annotated = body.replace("{name: it}", "{name: it, annotations: {keelstream.io/replace: on-immutable}}");
        world.desire(target, Samples.bundle(namespace, TargetPolicy.DEFAULT, annotated));
        Plan plan = world.ready(target);
        world.desire(
                target,
                Samples.bundle(
                        namespace,
                        Removals.policy(OnRemoval.CONFIRM, Conflicts.FAIL),
                        body.replace("{name: it}", "{name: it, labels: {a: c}}")));
        Plan careful = world.plan(target);

        // Then
        assertThat(summary(plan)).containsExactly("UPDATE " + it);
        assertThat(((Write) plan.actions().getFirst()).preview().diff())
                .anyMatch(each -> each.path().equals(gone) && each.after() == null)
                .noneMatch(each -> each.path().equals(harmless));
        assertThat(careful.problems())
                .isNotEmpty()
                .allMatch(each ->
                        each.reason().equals("Conflict") && each.message().contains("kubectl-patch"));
    }
}
