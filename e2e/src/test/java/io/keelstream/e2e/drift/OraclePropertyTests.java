package io.keelstream.e2e.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random foreign applies, updates, removals, deletions, re-creations and changes of the owner, in random bursts: after each
 * burst detector and oracle say the same of every object. {@code -Dkeelstream.e2e.drift.bursts} makes the sequences longer.
 */
@EachCluster
class OraclePropertyTests {

    private static final int BURSTS = Integer.getInteger("keelstream.e2e.drift.bursts", 40);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, annotations: {note: "1"}}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: app
                  image: web:1
                  env: [{name: MODE, value: fast}]
                  ports: [{containerPort: 80}]
                  resources: {requests: {cpu: "0.5"}}
        """;
    private static final String CONFIG =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {colour: blue, size: small}}";
    private static final String SERVICE = "{apiVersion: v1, kind: Service, metadata: {name: web},"
            + " spec: {selector: {app: web}, ports: [{name: http, port: 80}, {name: more, port: 81}]}}";
    private static final String SECRET =
            "{apiVersion: v1, kind: Secret, metadata: {name: login}, stringData: {user: u, password: p}}";

    /** What may be written to an object, each as a merge patch. */
    private static final Map<String, List<String>> PATCHES = Map.of(
            "Deployment.apps",
            List.of(
                    "{spec: {replicas: 2}}",
                    "{spec: {replicas: 1}}",
                    "{metadata: {annotations: {note: \"2\"}}}",
                    "{metadata: {annotations: {note: \"1\"}}}",
                    "{metadata: {annotations: {note: null}}}",
                    "{metadata: {annotations: {theirs: x}}}",
                    "{spec: {revisionHistoryLimit: 3}}",
                    "{spec: {template: {spec: {containers: [{name: app, image: \"web:2\"}]}}}}",
                    "{spec: {template: {spec: {containers: [{name: app, image: \"web:1\", env: [{name: MODE, value:"
                            + " fast}], ports: [{containerPort: 80}], resources: {requests: {cpu: 500m}}}]}}}}",
                    "{spec: {template: {spec: {terminationGracePeriodSeconds: 7}}}}"),
            "ConfigMap",
            List.of(
                    "{data: {colour: red}}",
                    "{data: {colour: blue}}",
                    "{data: {size: null}}",
                    "{data: {size: small}}",
                    "{data: {theirs: x}}",
                    "{data: null}",
                    "{metadata: {labels: {theirs: x}}}",
                    "{metadata: {labels: {probe: theirs}}}",
                    "{metadata: {labels: {probe: ours}}}"),
            "Service",
            List.of(
                    "{spec: {ports: [{name: http, port: 80}]}}",
                    "{spec: {ports: [{name: http, port: 80}, {name: more, port: 81}]}}",
                    "{spec: {ports: [{name: http, port: 80, targetPort: 8080}, {name: more, port: 81}]}}",
                    "{spec: {selector: {app: other}}}",
                    "{spec: {selector: {app: web}}}",
                    "{spec: {sessionAffinity: ClientIP}}"),
            "Secret",
            List.of(
                    "{data: {password: eA==}}",
                    "{data: {password: cA==}}",
                    "{data: {user: null}}",
                    "{data: {theirs: eA==}}"));

    private static DriftWorld world;
    private static Oracle oracle;

    @BeforeAll
    static void start() {
        world = DriftWorld.start();
        oracle = new Oracle(world.client);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void detectorAndOracleAgree(long seed) {
        // Given
        String namespace = "oracle-" + seed;
        Random random = new Random(seed);
        world.release(namespace, TargetPolicy.DEFAULT, DEPLOYMENT, CONFIG, SERVICE, SECRET);
        List<String> references = world.bundle(DriftWorld.target(namespace)).objects().stream()
                .map(object -> object.reference())
                .toList();
        List<String> story = new ArrayList<>();
        int drifts = 0;

        for (int burst = 0; burst < BURSTS; burst++) {
            // When
            String reference = references.get(random.nextInt(references.size()));
            for (int i = 0; i <= random.nextInt(3); i++) {
                story.add(reference + " " + act(namespace, reference, random));
            }
            if (random.nextInt(6) == 0) {
                story.add("released");
                takeBack(namespace, references);
                world.correct(namespace);
            }

            // Then
            for (String each : references) {
                DriftKind truth = judge(namespace, each);
                drifts += truth == null ? 0 : 1;
                await().alias(story.subList(Math.max(0, story.size() - 12), story.size()) + "; " + each)
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(5))
                        .untilAsserted(
                                () -> assertThat(kind(world.drift(namespace).get(each)))
                                        .isEqualTo(truth));
            }
        }
        assertThat(drifts)
                .as("the sequence drifts often enough to mean something")
                .isGreaterThan(BURSTS / 2);
    }

    private static String act(String namespace, String reference, Random random) {
        String kind = reference.substring(0, reference.indexOf('/'));
        List<String> patches = Objects.requireNonNull(PATCHES.get(kind));
        String patch = patches.get(random.nextInt(patches.size()));
        String manager = "manager-" + random.nextInt(3);
        return switch (random.nextInt(12)) {
            case 0 -> {
                world.client.delete(ObjectReference.parse(reference), null, false, false);
                yield "deleted";
            }
            case 1 -> {
                world.client.create(world.body(DriftWorld.target(namespace), reference), manager, false);
                yield "created again if it was gone";
            }
            case 2 -> {
                String mark = random.nextBoolean() ? "acme/production/other" : "acme/" + DriftWorld.target(namespace);
                yield tried(reference, manager, "{metadata: {annotations: {keelstream.io/owner: \"" + mark + "\"}}}");
            }
            case 3 -> ownName(namespace, reference, random);
            case 4, 5 -> applied(reference, manager, patch);
            default -> tried(reference, manager, patch);
        };
    }

    private static String tried(String reference, String manager, String patch) {
        try {
            world.patch(reference, manager, patch);
            return manager + " patched " + patch;
        } catch (IllegalStateException refused) {
            return manager + " was refused " + patch;
        }
    }

    /** The patch as a forced apply; of an object that is gone it would make another one, which is fine too. */
    private static String applied(String reference, String manager, String patch) {
        ObjectReference parsed = ObjectReference.parse(reference);
        String apiVersion = parsed.group().isEmpty() ? "v1" : parsed.group() + "/v1";
        Manifest body = DriftWorld.manifest(
                        "{apiVersion: " + apiVersion + ", kind: " + parsed.kind() + ", " + patch.substring(1))
                .copy();
        Map<String, @Nullable Object> metadata = DriftWorld.child(body.tree(), "metadata");
        metadata.put("name", parsed.name());
        metadata.put("namespace", parsed.namespace());
        boolean accepted = world.client.apply(body, new ApplyOptions(manager, true, false)) instanceof ApiResult.Ok;
        return manager + (accepted ? " applied " : " was refused to apply ") + patch;
    }

    /** Another process applies under our name. Within the second of our own apply nothing in the metadata would show it. */
    private static String ownName(String namespace, String reference, Random random) {
        Instant since = world.applied(namespace, reference).ownedSince();
        if (since != null) {
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> Instant.now().isAfter(since.plusSeconds(1)));
        }
        Manifest body = world.body(DriftWorld.target(namespace), reference).copy();
        boolean other = random.nextBoolean();
        if (other) {
            DriftWorld.child(DriftWorld.child(body.tree(), "metadata"), "labels")
                    .put("probe", "forged");
        }
        world.client.apply(body, new ApplyOptions("keelstream", true, false));
        return other ? "forged under our name" : "applied again under our name";
    }

    /** As the planner does not apply what belongs to another target, the mark is ours again before a release. */
    private static void takeBack(String namespace, List<String> references) {
        for (String reference : references) {
            tried(
                    reference,
                    "person",
                    "{metadata: {annotations: {keelstream.io/owner: acme/" + DriftWorld.target(namespace) + "}}}");
        }
    }

    private static @Nullable DriftKind judge(String namespace, String reference) {
        String target = DriftWorld.target(namespace);
        return oracle.judge(world.applied(namespace, reference), world.body(target, reference), "acme/" + target);
    }

    private static @Nullable DriftKind kind(@Nullable DriftedObject drift) {
        return drift == null ? null : drift.kind();
    }
}
