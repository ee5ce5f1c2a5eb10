package io.keelstream.planner.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.sample.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digest changes if and only if what the pods run, or read, changes. */
class TrialDigestPropertyTests {

    private static final int ROUNDS = 200;

    /** Every way in which a pod reads an object, with the kind of the object. */
    private static final List<String> READINGS = List.of(
            "ConfigMap|volumes: [{name: v, configMap: {name: %s}}], containers: [{name: c}]",
            "Secret|volumes: [{name: v, secret: {secretName: %s}}], containers: [{name: c}]",
            "ConfigMap|volumes: [{name: v, projected: {sources: [{configMap: {name: %s}}]}}], containers: [{name: c}]",
            "Secret|volumes: [{name: v, projected: {sources: [{secret: {name: %s}}]}}], containers: [{name: c}]",
            "ConfigMap|containers: [{name: c, envFrom: [{configMapRef: {name: %s}}]}]",
            "Secret|containers: [{name: c, envFrom: [{secretRef: {name: %s}}]}]",
            "ConfigMap|containers: [{name: c, env: [{name: E, valueFrom: {configMapKeyRef: {name: %s, key: k}}}]}]",
            "Secret|containers: [{name: c, env: [{name: E, valueFrom: {secretKeyRef: {name: %s, key: k}}}]}]",
            "ConfigMap|initContainers: [{name: i, envFrom: [{configMapRef: {name: %s}}]}], containers: [{name: c}]",
            "Secret|initContainers: [{name: i, envFrom: [{secretRef: {name: %s}}]}], containers: [{name: c}]");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void trialDigestDependsOnThePodTemplateAndWhatItReferencesAlone(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            String[] reading = READINGS.get(random.nextInt(READINGS.size())).split("\\|", 2);
            String name = "n" + random.nextInt(3);
            String pod = reading[1].formatted(name);
            Manifest named = content(reading[0], name, random.nextInt());
            Manifest unnamed = content(reading[0].equals("Secret") ? "ConfigMap" : "Secret", name, random.nextInt());
            Manifest other = content(reading[0], "other", random.nextInt());
            Manifest workload = deployment(pod, 1 + random.nextInt(5));
            String digest = digest(random, workload, named, unnamed, other);

            // Then
            assertThat(digest(random, workload, named)).isEqualTo(digest);
            assertThat(digest(random, deployment(pod, 9), named, changed(unnamed), changed(other)))
                    .isEqualTo(digest);
            assertThat(digest(random, workload, changed(named), unnamed, other)).isNotEqualTo(digest);
            assertThat(digest(random, deployment("hostname: h, " + pod, 1), named, unnamed, other))
                    .isNotEqualTo(digest);
        }
    }

    private static String digest(Random random, Manifest... objects) {
        List<Manifest> shuffled = new ArrayList<>(List.of(objects));
        Collections.shuffle(shuffled, random);
        TrialRequest request = Bundles.request(shuffled);
        return TrialDigest.of(request, Bundles.workload(request));
    }

    private static Manifest deployment(String pod, int replicas) {
        return Samples.manifest("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: %d
              selector: {matchLabels: {app: web}}
              template: {metadata: {labels: {app: web}}, spec: {%s}}
            """.formatted(replicas, pod));
    }

    private static Manifest content(String kind, String name, int value) {
        return Samples.manifest(
                "{apiVersion: v1, kind: %s, metadata: {name: %s}, data: {k: 'v%d'}}".formatted(kind, name, value));
    }

    private static Manifest changed(Manifest content) {
        Manifest copy = content.copy();
        Manifest.map(copy.tree().get("data")).put("k", "changed");
        return copy;
    }
}
