package io.keelstream.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Manifests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong in an application's own files, beside a good neighbour. */
@AnyCluster
class BadManifestTests {

    private static final String MARK = "3617.25";

    @TempDir
    static Path folder;

    static SharedInstallation all;

    @BeforeAll
    static void start() throws Exception {
        all = SharedInstallation.start(folder, "", """
            renderers:
              kustomize: {path: "%s"}
              helm: {path: "%s"}
            """.formatted(hangingKustomize(), folder.resolve("no-helm")));
    }

    @AfterAll
    static void stop() {
        all.close();
    }

    @ParameterizedTest
    @EnumSource
    void isRejectedAtItsPlaceAndThenCorrected(BadManifest bad) throws Exception {
        // Given
        String target = "production/" + bad.application();
        all.repository().write(bad.application() + "/keelstream.yaml", Manifests.application(bad.application()));
        bad.spoil(all.repository());

        // When
        String commit = all.push("Spoil " + bad.application());

        // Then
        List<Problem> problems = all.rejection(target, commit);
        await().atMost(Duration.ofSeconds(5)).until(() -> sleepers() == 0);
        all.goesOn(commit);
        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.reason()).isEqualTo(bad.reason());
            assertThat(problem.where()).startsWith(bad.where());
            assertThat(problem.message()).contains(bad.parts());
        });
        assertThat(all.row(target)).containsSubsequence("rejected", "Missing", commit.substring(0, 12), bad.reason());
        assertThat(all.system().printed())
                .contains("REJECTED  " + commit.substring(0, 12))
                .contains(bad.where());

        // When
        bad.correct(all.repository());
        String corrected = all.push("Correct " + bad.application());

        // Then
        all.recovers(target, corrected);
    }

    @Test
    void secondApplicationOfANameIsRefusedAndTheFirstStays() throws Exception {
        // Given
        all.repository()
                .write("twin/keelstream.yaml", Manifests.application("twin"))
                .write("twin/a.yaml", Manifests.configMap("a", "1"));
        all.recovers("production/twin", all.push("Add an application"));

        // When
        all.repository()
                .write("twin/a.yaml", Manifests.configMap("a", "2"))
                .write("usurper/keelstream.yaml", Manifests.application("twin"))
                .write("usurper/b.yaml", Manifests.configMap("b", "1"));
        String commit = all.push("Add another of its name");

        // Then
        assertThat(all.rejection("production/twin", commit)).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("DuplicateApplication");
            assertThat(problem.message())
                    .isEqualTo(
                            "usurper/keelstream.yaml claims the application name 'twin', which twin/keelstream.yaml uses"
                                    + " already. Rename one of them");
        });
        all.goesOn(commit);
        all.recovers("production/twin", commit);
        all.awaitTold("DuplicateApplication: usurper/keelstream.yaml");

        // When
        all.repository().write("usurper/keelstream.yaml", Manifests.application("other-twin"));
        String corrected = all.push("Give it its own name");

        // Then
        all.recovers("production/other-twin", corrected);
        assertThat(all.system().verb("status")).doesNotContain("DuplicateApplication");
    }

    @Test
    void fileWithoutOwnerIsReportedOnItsRepository() throws Exception {
        // Given
        all.repository()
                .write("nameless/keelstream.yaml", "apiVersion: keelstream.io/v1\nkind: [Application\n")
                .write("nameless/a.yaml", Manifests.configMap("a", "1"));

        // When
        String commit = all.push("Add a file without a name");

        // Then
        all.awaitTold("infra@refs/heads/main  YamlSyntax: nameless/keelstream.yaml:3:1: ");
        all.goesOn(commit);

        // When
        all.repository().write("nameless/keelstream.yaml", Manifests.application("nameless"));

        // Then
        all.recovers("production/nameless", all.push("Give it a name"));
        all.awaitPrinted("repository infra@refs/heads/main  YamlSyntax is resolved");
    }

    private static long sleepers() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(MARK))
                .count();
    }

    /** Says which version it is, and for the rest waits with children of its own. */
    private static Path hangingKustomize() throws Exception {
        Path program = folder.resolve("kustomize");
        Files.writeString(program, """
            #!/bin/sh
            if [ "$1" = version ]; then echo v5.7.1; exit 0; fi
            (/bin/sleep %1$s & /bin/sleep %1$s) & /bin/sleep %1$s
            """.formatted(MARK));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }
}
