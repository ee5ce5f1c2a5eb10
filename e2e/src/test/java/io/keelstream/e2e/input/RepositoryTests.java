package io.keelstream.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with a repository as a whole, beside a good one. */
@AnyCluster
class RepositoryTests {

    @TempDir
    static Path folder;

    static SharedInstallation all;
    static InfraRepository second;
    static InfraRepository empty;

    @BeforeAll
    static void start() throws Exception {
        second = InfraRepository.create(folder.resolve("second"));
        empty = InfraRepository.create(folder.resolve("empty"));
        write(second, "shop").push("Start");
        all = SharedInstallation.start(
                folder.resolve("good"),
                """
            - {name: second, url: "%s", ref: main}
            - {name: empty, url: "%s", ref: main}
            - {name: absent, url: "%s", ref: main, poll: 1s}
            """.formatted(second.url(), empty.url(), folder.resolve("absent/infra.git")),
                "");
    }

    @AfterAll
    static void stop() {
        all.close();
        second.close();
        empty.close();
    }

    @Test
    void unreachableRepositoryIsReportedAndFetchedWhenItAnswers() throws Exception {
        // Then
        all.awaitTold("absent@refs/heads/main  RepositoryUnreachable: ", "absent/infra.git cannot be read");
        all.goesOn(all.push("Go on"));

        // When
        try (InfraRepository absent = InfraRepository.create(folder.resolve("absent"))) {
            String commit = write(absent, "late").push("Start");

            // Then
            Deployments.await(all.system(), "production/late", commit, Outcome.HEALTHY);
            isOver("absent@refs/heads/main  RepositoryUnreachable");
        }
    }

    @Test
    void emptyRepositoryIsReportedUntilItsFirstCommit() throws Exception {
        // Then
        all.awaitTold("empty@refs/heads/main  RefNotFound: ", "has no refs/heads/main", "until the ref exists");

        // When
        String commit = write(empty, "first").push("Start");

        // Then
        Deployments.await(all.system(), "production/first", commit, Outcome.HEALTHY);
        isOver("empty@refs/heads/main  RefNotFound");
    }

    @Test
    void deletedBranchLeavesEverythingWhereItIs() throws Exception {
        // Given
        String before = write(second, "shop")
                .write("shop/a.yaml", Manifests.configMap("a", "2"))
                .push("Change");
        Deployments.await(all.system(), "production/shop", before, Outcome.HEALTHY);

        // When
        second.deleteBranch();

        // Then
        all.awaitTold("second@refs/heads/main  RefNotFound: ", "deployed objects stay until the ref exists again");
        all.goesOn(all.push("Go on"));
        assertThat(all.row("production/shop")).contains("Healthy");

        // When
        String back = second.write("shop/a.yaml", Manifests.configMap("a", "3")).push("Bring it back");

        // Then
        Deployments.await(all.system(), "production/shop", back, Outcome.HEALTHY);
        isOver("second@refs/heads/main  RefNotFound");
    }

    @Test
    void forcedPushIsFollowedAndLogged() throws Exception {
        // Given
        String first =
                second.write("shop/a.yaml", Manifests.configMap("a", "4")).push("Change");
        Deployments.await(all.system(), "production/shop", first, Outcome.HEALTHY);

        // When
        String forced =
                second.write("shop/a.yaml", Manifests.configMap("a", "5")).forcePush("Rewrite");

        // Then
        Deployments.await(all.system(), "production/shop", forced, Outcome.HEALTHY);
        assertThat(Files.readString(folder.resolve("good/state/keelstream.log")))
                .contains("The ref was rewritten")
                .contains(forced);
    }

    private static void isOver(String what) {
        all.awaitPrinted("repository " + what + " is resolved");
        assertThat(all.system().verb("status")).doesNotContain(what);
    }

    private static InfraRepository write(InfraRepository repository, String application) throws Exception {
        return repository
                .write(application + "/keelstream.yaml", Manifests.application(application))
                .write(application + "/a.yaml", Manifests.configMap("a", "1"));
    }
}
