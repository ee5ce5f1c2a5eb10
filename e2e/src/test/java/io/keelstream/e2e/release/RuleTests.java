package io.keelstream.e2e.release;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules about objects hold, and how a person lets it through. */
@AnyCluster
class RuleTests {

    private static final String TARGET = "production/shop";
    private static final Pattern DIGEST = Pattern.compile("change digest (sha256:[0-9a-f]{64})");

    @Test
    void deniedChangeWaitsForGitAndAskedOneForAPersonOnce(@TempDir Path folder) throws Exception {
        try (Stage stage = Stage.in(folder).up()) {
            // Given
            stage.repository()
                    .write(
                            "shop/keelstream.yaml",
                            application("shop", "rules: {image-tag: deny, resource-requests: approve}"));

            // When
            push(stage, "web");

            // Then
            stage.awaitWaitingFor(TARGET, "rule image-tag (deny): image web of container");

            // When
            String tagged = push(stage, "web:1");
            stage.awaitWaitingFor(TARGET, "rule resource-requests (approve): container");
            Verb approved = verb(stage, "approve", digest(verb(stage, "plan").out()));

            // Then
            assertThat(approved.exit()).as(approved.said()).isZero();
            stage.awaitSettled(TARGET, tagged);

            // When
            String next = push(stage, "web:2");

            // Then
            stage.awaitSettled(TARGET, next);
        }
    }

    private static String digest(String plan) {
        Matcher digest = DIGEST.matcher(plan);
        assertThat(digest.find()).as(plan).isTrue();
        return digest.group(1);
    }

    private static String push(Stage stage, String image) throws Exception {
        stage.repository().write("shop/web.yaml", deployment("web", image, "keelstream.io/pretend: run"));
        return stage.repository().push(image);
    }

    private static Verb verb(Stage stage, String name, String... options) {
        String[] all = new String[options.length + 4];
        all[0] = name;
        all[1] = TARGET;
        System.arraycopy(options, 0, all, 2, options.length);
        all[options.length + 2] = "--state";
        all[options.length + 3] = stage.state().toString();
        return Verb.run(all);
    }
}
