package io.keelstream.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.TextSearch;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.testing.process.SopsProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that the real sops encrypted, from a push to the cluster. */
@EachCluster
class SopsTests {

    private static final String PASSWORD = "open-sesame-4711";
    private static final String TARGET = "production/vault";
    private static final String SECRET = "Secret/vault/login";

    @TempDir
    Path folder;

    @Test
    void valuesReachTheClusterAndNothingElse() throws Exception {
        assumeTrue(SopsProgram.isBuilt(), "skipped: sops is not built");
        Path identities = Files.createDirectories(folder.resolve("identities"));
        SopsProgram sops = new SopsProgram(Files.createDirectories(folder.resolve("laptop")));
        sops.identity("old.txt");
        Files.copy(folder.resolve("laptop/old.txt"), identities.resolve("old.txt"));
        String recipient = sops.identity("new.txt");
        try (SharedInstallation all = SharedInstallation.start(
                        folder, "", "secrets: {plain: refuse, sops-identities: \"" + identities + "\"}");
                LiveCluster live = LiveCluster.open(all.cluster().kubeconfig())) {
            all.cluster().grantSecrets();

            // When a document is encrypted for an identity that the applier does not have
            all.repository()
                    .write("vault/keelstream.yaml", Manifests.application("vault"))
                    .write("vault/secret.yaml", encrypted(sops, recipient));
            String first = all.push("Add a Secret");

            // Then
            all.goesOn(first);
            Deployments.await(all.system(), TARGET, first, Outcome.FAILED);
            all.awaitStatus(TARGET, "vault/secret.yaml is encrypted with SOPS for " + recipient);
            assertThat(live.exists(SECRET)).isFalse();

            // When the identity is added, and the release is tried again by itself
            Files.copy(folder.resolve("laptop/new.txt"), identities.resolve("new.txt"));

            // Then
            Deployments.await(all.system(), TARGET, first, Outcome.HEALTHY);
            Manifest before = live.get(SECRET);
            assertThat(before.at("data")).isEqualTo(Map.of("password", encoded()));

            // When the same is encrypted anew
            all.repository().write("vault/secret.yaml", encrypted(sops, recipient));
            String second = all.push("Encrypt it anew");

            // Then
            Deployments.await(all.system(), TARGET, second, Outcome.HEALTHY);
            assertThat(live.get(SECRET).at("data")).isEqualTo(before.at("data"));
            assertThat(live.get(SECRET).uid()).isEqualTo(before.uid());
            assertKeptNowhere(all);
        }
    }

    private void assertKeptNowhere(SharedInstallation all) throws Exception {
        assertThat(all.system().printed()
                        + all.system().verb("status", TARGET)
                        + all.system().verb("plan", TARGET)
                        + all.system().verb("events"))
                .doesNotContain(PASSWORD, encoded());
        for (String text : new String[] {PASSWORD, encoded()}) {
            TextSearch search = new TextSearch(text);
            assertThat(search.topics(all.system().kafka())).isEmpty();
            assertThat(search.files(folder.resolve("state"))).isEmpty();
        }
    }

    private static String encrypted(SopsProgram sops, String recipient) {
        return sops.encrypt(
                "secret.yaml",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData: {password: " + PASSWORD + "}\n",
                recipient,
                "--encrypted-regex",
                "^(data|stringData)$");
    }

    private static String encoded() {
        return Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8));
    }
}
