package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import io.keelstream.testing.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people who approve a change with keys of {@code ssh-keygen}, and others who may not, across a crash. */
@AnyCluster
class FourEyesTests {

    private static final String TARGET = "production/vault";

    @TempDir
    static Path folder;

    private static Stage stage;

    @BeforeAll
    static void play() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/ssh-keygen")))
                .as("ssh-keygen is installed")
                .isTrue();
        for (String person : List.of("ada", "bob", "eve")) {
            assertThat(Program.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key(person))
                            .run()
                            .code())
                    .isZero();
        }
        stage = Stage.in(folder);
        Path file = Files.writeString(folder.resolve("installation.yaml"), """
            keelstream:
              installation: local
              repositories:
                - {name: infra, url: "%s", ref: refs/heads/main}
              clusters:
                - {name: default, kubeconfig: "%s"}
              decisions:
                actors:
                  - {name: ada, keys: ["%s"], emails: [ada@example.org]}
                  - {name: bob, keys-file: "%s", emails: [bob@example.org], targets: ["production/*"], verbs: [approve]}
            """.formatted(
                        stage.repository().url(),
                        stage.cluster().access(),
                        Files.readString(Path.of(key("ada") + ".pub")).strip(),
                        key("bob") + ".pub"));
        stage.options(List.of("--config", file.toString()));
        stage.up();
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void changeIsAppliedOnceTwoPeopleSignedItsApproval() throws Exception {
        // Given
        stage.repository()
                .write("vault/keelstream.yaml", application("vault", "sync: manual", "approval: {required: 2}"))
                .write("vault/a.yaml", configMap("a", "1"));
        String commit = stage.repository().push("Four eyes: first");
        stage.awaitWaitingFor(TARGET, "AWAITING_APPROVAL", "0 of 2 approvals");

        // When
        Verb unsigned = decide("approve", "--actor", "ada", "--no-sign");
        Verb forged = decide("approve", "--actor", "ada", "--key", key("eve"));
        Verb stranger = decide("approve", "--actor", "eve", "--key", key("eve"));
        Verb forbidden = decide("reject", "--actor", "bob", "--key", key("bob"));
        Verb first = decide("approve", "--actor", "ada", "--key", key("ada"));
        stage.kill().up();
        Verb again = decide("approve", "--actor", "ada", "--key", key("ada"));
        stage.awaitWaitingFor(TARGET, "AWAITING_APPROVAL", "1 of 2 approvals (by ada)");
        boolean early = stage.live().exists("ConfigMap/vault/a");
        Verb second = decide("approve", "--actor", "bob", "--key", key("bob"));

        // Then
        assertRefused(unsigned, "it is not signed");
        assertRefused(forged, "which is not a key of ada");
        assertRefused(stranger, "'eve' is not in keelstream.decisions.actors");
        assertRefused(forbidden, "bob may not reject, but approve");
        assertThat(first.said()).contains("is approved by ada (1 of 2)");
        assertThat(again.said()).contains("is approved by ada (1 of 2)");
        assertThat(early).isFalse();
        assertThat(second.said()).contains("is approved by bob (2 of 2)");
        stage.awaitSettled(TARGET, commit);
        assertThat(stage.live().exists("ConfigMap/vault/a")).isTrue();
    }

    private static void assertRefused(Verb verb, String why) {
        assertThat(verb.exit()).as(verb.said()).isEqualTo(1);
        assertThat(verb.error()).contains("refused: ", why);
    }

    private static Verb decide(String verb, String... more) {
        stage.await("a plan", () -> assertThat(stage.plan(TARGET)).isNotNull());
        Plan plan = Objects.requireNonNull(stage.plan(TARGET));
        List<String> command = new ArrayList<>(List.of(verb, TARGET, Plan.shortDigest(plan.changeDigest())));
        command.addAll(List.of(more));
        command.addAll(List.of("--kafka", stage.system().kafka().bootstrapServers()));
        return Verb.run(command.toArray(String[]::new));
    }

    private static String key(String person) {
        return folder.resolve(person).toString();
    }
}
