package io.keelstream.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Manifests;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets at and above the size of a record. What is too large is reported by name and blocks no other target. */
@AnyCluster
class RecordLimitTests {

    private static final String TARGET = "production/";
    private static final Random RANDOM = new Random(11);

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
    void thirteenMebibytesAreTooMuchForATarget() throws Exception {
        // When
        application("huge", 7, 1_950_000);
        String commit = all.push("13 MiB");

        // Then
        assertThat(all.rejection(TARGET + "huge", commit))
                .anySatisfy(problem ->
                        assertThat(problem.reason() + ": " + problem.message()).contains("BundleTooLarge: ", "10 MiB"));
        all.goesOn(commit);
    }

    @Test
    void whatDoesNotCompressToFourMebibytesIsRefusedByThePublisher() throws Exception {
        // When
        application("noise", 6, 950_000);
        String commit = all.push("5.7 MB of noise");

        // Then
        assertThat(all.rejection(TARGET + "noise", commit)).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("BundleTooLarge");
            assertThat(problem.message())
                    .startsWith("the bundle cannot be sent: io.keelstream.desired.changed.v1 of production/noise has ")
                    .endsWith(" bytes compressed; the limit is 4194304. Split the application into smaller ones.");
        });
        all.goesOn(commit);
    }

    @Test
    void planThatIsTooLargeWithItsDiffsRunsWithoutThem() throws Exception {
        // Given
        application("large", 4, 900_000);
        all.recovers(TARGET + "large", all.push("2.7 MB of noise"));

        // When
        application("large", 4, 900_000);
        String commit = all.push("Other noise");

        // Then
        all.recovers(TARGET + "large", commit);
        all.goesOn(commit);
    }

    private static void application(String name, int objects, int characters) throws Exception {
        all.repository().write(name + "/keelstream.yaml", Manifests.application(name));
        for (int i = 0; i < objects; i++) {
            all.repository().write(name + "/" + i + ".yaml", Manifests.configMap("noise-" + i, noise(characters)));
        }
    }

    /** Text that compresses to three quarters at best. */
    private static String noise(int characters) {
        byte[] random = new byte[characters * 3 / 4];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
