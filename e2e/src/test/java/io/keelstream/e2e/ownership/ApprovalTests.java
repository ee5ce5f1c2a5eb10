package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes that wait for people, from the file to the cluster, with the commands that {@code status} names. */
@ExtendWith(SharedStage.class)
@AnyCluster
class ApprovalTests {

    private static Stage stage;
    private static String first;

    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        for (String name : List.of("asked", "declined", "farewell")) {
            String policy = name.equals("farewell") ? "onRemoval: confirm" : "sync: manual";
            stage.repository()
                    .write(name + "/keelstream.yaml", application(name, policy))
                    .write(name + "/a.yaml", configMap("a", "1"));
        }
        first = stage.repository().push("Approval: first");
        stage.awaitSettled("production/farewell", first);
    }

    @Test
    void changeUnderManualSyncIsAppliedByTheCommandThatStatusNames() {
        // Given
        stage.awaitWaitingFor("production/asked", "AWAITING_APPROVAL", "policy.sync is manual", "0 of 1 approval");
        assertThat(stage.live().exists("ConfigMap/asked/a")).isFalse();

        // When
        Verb approved = run(stage.approval("production/asked"), "--actor", "ada", "--reason", "reviewed");

        // Then
        assertThat(approved.exit()).as(approved.error()).isZero();
        assertThat(approved.out()).contains("1 to create", "is approved by ada: reviewed (1 of 1)");
        stage.awaitSettled("production/asked", first);
        assertThat(stage.live().exists("ConfigMap/asked/a")).isTrue();
    }

    @Test
    void rejectedChangeStaysOutUntilItIsWithdrawnAndApproved() {
        // Given
        stage.awaitWaitingFor("production/declined", "AWAITING_APPROVAL");
        List<String> approve = stage.approval("production/declined");
        String digest = approve.getLast();

        // When
        Verb rejected = run(List.of("reject", "production/declined", digest), "--actor", "bob", "--reason", "freeze");
        Verb overruled = run(approve, "--actor", "ada");
        stage.awaitWaitingFor("production/declined", "BLOCKED", "rejected by bob: freeze", "keelstream withdraw");
        Verb withdrawn = run(List.of("withdraw", "production/declined"), "--actor", "bob");
        stage.awaitWaitingFor("production/declined", "AWAITING_APPROVAL");
        Verb approved = run(approve, "--actor", "ada");

        // Then
        assertThat(rejected.exit()).as(rejected.error()).isZero();
        assertThat(overruled.exit()).isEqualTo(1);
        assertThat(overruled.error()).contains("refused", "was rejected by bob: freeze");
        assertThat(withdrawn.exit()).as(withdrawn.error()).isZero();
        assertThat(approved.exit()).as(approved.error()).isZero();
        stage.awaitSettled("production/declined", first);
    }

    @Test
    void removalUnderConfirmIsCarriedOutOnceItIsApproved() throws Exception {
        // Given
        stage.repository().remove("farewell/keelstream.yaml").remove("farewell/a.yaml");
        stage.repository().push("Approval: remove one");
        stage.awaitWaitingFor("production/farewell", "AWAITING_APPROVAL", "restore the target in Git");

        // When
        Verb wrong = run(List.of("approve", "production/farewell", "0123456789ab"), "--actor", "ada");
        Verb approved = run(stage.approval("production/farewell"), "--actor", "ada");

        // Then
        Plan waited = Objects.requireNonNull(stage.plan("production/farewell"));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.error()).contains("is not the change of production/farewell that waits");
        assertThat(approved.exit()).as(approved.error()).isZero();
        assertThat(waited.removal()).isTrue();
        stage.awaitRemoved("production/farewell");
        assertThat(stage.live().exists("ConfigMap/farewell/a")).isFalse();
    }

    private static Verb run(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        all.addAll(List.of("--kafka", stage.system().kafka().bootstrapServers()));
        return Verb.run(all.toArray(String[]::new));
    }
}
