package io.keelstream.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Manifests;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What renders well and the cluster refuses, beside a good neighbour. */
@EachCluster
class RefusedObjectTests {

    @TempDir
    static Path folder;

    static SharedInstallation all;

    @BeforeAll
    static void start() throws Exception {
        all = SharedInstallation.start(folder, "", "");
    }

    @AfterAll
    static void stop() {
        all.close();
    }

    @Test
    void unknownKindIsNamed() throws Exception {
        // Given
        all.repository()
                .write("gadgets/keelstream.yaml", Manifests.application("gadgets"))
                .write("gadgets/a.yaml", Manifests.configMap("a", "1"))
                .write(
                        "gadgets/gadget.yaml",
                        "apiVersion: gadgets.example.com/v1\nkind: Gadget\nmetadata: {name: g}\n");

        // When
        String commit = all.push("Add a kind that is not served");

        // Then
        all.goesOn(commit);
        isTold(
                "production/gadgets",
                "Gadget.gadgets.example.com/gadgets/g: the cluster serves no Gadget",
                "add its CustomResourceDefinition");

        // When
        all.repository().remove("gadgets/gadget.yaml");

        // Then
        all.recovers("production/gadgets", all.push("Remove it"));
    }

    @Test
    void everyProblemOfInvalidObjectsIsListed() throws Exception {
        // Given
        all.repository()
                .write("invalid/keelstream.yaml", Manifests.application("invalid"))
                .write("invalid/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: [a]\n")
                .write(
                        "invalid/deployment.yaml",
                        Manifests.deployment("web", "web:1")
                                .replace("replicas: 1", "replicas: three")
                                .replace("image:", "imagge:"));

        // When
        String commit = all.push("Add invalid objects");

        // Then
        all.goesOn(commit);
        isTold("production/invalid", "ConfigMap/invalid/map", "Deployment.apps/invalid/web", "replicas", "imagge");

        // When
        all.repository()
                .write("invalid/map.yaml", Manifests.configMap("map", "1"))
                .write("invalid/deployment.yaml", Manifests.deployment("web", "web:1"));

        // Then
        all.recovers("production/invalid", all.push("Correct them"));
    }

    @Test
    void missingNamespaceIsNamedWithItsRemedies() throws Exception {
        // Given
        all.repository()
                .write("homeless/keelstream.yaml", Manifests.application("homeless", "createNamespace: false"))
                .write("homeless/a.yaml", Manifests.configMap("a", "1"));

        // When
        String commit = all.push("Deploy to a namespace that is not there");

        // Then
        all.goesOn(commit);
        isTold("production/homeless", "homeless", "createNamespace");

        // When
        all.repository().write("homeless/keelstream.yaml", Manifests.application("homeless"));

        // Then
        all.recovers("production/homeless", all.push("Let it be created"));
    }

    private static void isTold(String target, String... parts) {
        all.awaitStatus(target, parts);
        assertThat(all.row(target)).isNotEmpty();
        assertThat(all.system().printed()).contains(parts);
    }
}
