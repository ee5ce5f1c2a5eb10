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

    /** {@code `PushTests`}, {@code `PushTests.mainPath`} or, with its module, {@code `e2e/PushTests.mainPath`}, as pages write them. */
    private static final Pattern NAMED = Pattern.compile("`(?:([a-z0-9-]+)/)?([A-Z]\\w*Tests?)(?:\\.(\\w+))?`");

    /** Pages that say of each rule which test shows it, and nothing around that from which its module could be told. */
    private static final String RULES = "-rules.md";

    @Test
    void everyTestThatAPageNamesExists() throws IOException {
        // Given
        Map<String, Map<String, String>> sources = sources();

        // When
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path page : pages()) {
            for (Matcher test = NAMED.matcher(Files.readString(page)); test.find(); named++) {
                Map<String, String> modules = sources.getOrDefault(test.group(2), Map.of());
                String source = test.group(1) == null
                        ? String.join("", modules.values())
                        : modules.getOrDefault(test.group(1), "");
                if (source.isEmpty() || (test.group(3) != null && !source.contains(" " + test.group(3) + "("))) {
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

    @Test
    void pageOfRulesSaysWhichModuleItMeansWhereSeveralHaveATestOfThatName() throws IOException {
        // Given
        Map<String, Map<String, String>> sources = sources();

        // When
        List<String> ambiguous = new ArrayList<>();
        for (Path page : pages()) {
            if (page.toString().endsWith(RULES)) {
                for (Matcher test = NAMED.matcher(Files.readString(page)); test.find(); ) {
                    Map<String, String> modules = sources.getOrDefault(test.group(2), Map.of());
                    if (test.group(1) == null && modules.size() > 1) {
                        ambiguous.add(page.getFileName() + ": " + test.group() + " of " + modules.keySet());
                    }
                }
            }
        }

        // Then
        assertThat(ambiguous).as("write `module/Name`").isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> walk = Files.walk(DeployFolder.root().resolve("docs"))) {
            return walk.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    /** The source of every test class, by its simple name and its module. */
    private static Map<String, Map<String, String>> sources() throws IOException {
        Map<String, Map<String, String>> sources = new TreeMap<>();
        try (Stream<Path> modules = Files.list(DeployFolder.root())) {
            for (Path module : modules.filter(each -> Files.isDirectory(each.resolve("src/test/java")))
                    .toList()) {
                try (Stream<Path> walk = Files.walk(module.resolve("src/test/java"))) {
                    for (Path file : walk.filter(each -> each.toString().endsWith(".java"))
                            .toList()) {
                        String name = file.getFileName().toString();
                        sources.computeIfAbsent(
                                        name.substring(0, name.length() - ".java".length()), _ -> new TreeMap<>())
                                .merge(module.getFileName().toString(), Files.readString(file), String::concat);
                    }
                }
            }
        }
        return sources;
    }
}
