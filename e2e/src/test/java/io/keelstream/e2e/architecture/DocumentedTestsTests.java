package io.keelstream.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.deploy.DeployFolder;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.suite.Essential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page that names a test as proof names one that exists: tests are renamed, and pages forgotten. */
@AnyCluster
@Essential
class DocumentedTestsTests {

    /** {@code `PushTests`} or {@code `PushTests.mainPath`}, as pages write them. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Tests?)(?:\\.(\\w+))?`");

    @Test
    void everyTestThatAPageNamesExists() throws IOException {
        // Given
        Map<String, String> sources = sources();

        // When
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path page : pages()) {
            for (Matcher test = NAMED.matcher(Files.readString(page)); test.find(); named++) {
                String source = sources.getOrDefault(test.group(1), "");
                if (source.isEmpty() || (test.group(2) != null && !source.contains(" " + test.group(2) + "("))) {
                    missing.add(page.getFileName() + ": " + test.group());
                }
            }
        }

        // Then
        assertThat(missing)
                .as("correct the name, or name the test that shows it now")
                .isEmpty();
        assertThat(named).isGreaterThan(100);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> walk = Files.walk(DeployFolder.root().resolve("docs"))) {
            return walk.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    /** The source of every test class, by its simple name; of several modules where that is not unique. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> modules = Files.list(DeployFolder.root())) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> walk = Files.walk(tests)) {
                    for (Path file : walk.filter(each -> each.toString().endsWith(".java"))
                            .toList()) {
                        String name = file.getFileName().toString();
                        sources.merge(
                                name.substring(0, name.length() - ".java".length()),
                                Files.readString(file),
                                String::concat);
                    }
                }
            }
        }
        return sources;
    }
}
