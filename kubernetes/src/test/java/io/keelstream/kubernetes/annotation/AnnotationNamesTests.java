package io.keelstream.kubernetes.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of annotations and labels are written down once. Architecture rules cannot see literals, so the sources are read. */
class AnnotationNamesTests {

    private static final Path HOME = Path.of("src/main/java/io/keelstream/kubernetes/annotation");

    /** Our names, apart from the API version of application files and the address of event schemas; and those of others. */
    private static final Pattern NAME = Pattern.compile(
            "(?<!//)keelstream\\.io/(?!v1\\b)|argocd\\.argoproj\\.io/|toolkit\\.fluxcd\\.io/|helm\\.sh/(?!v[0-9])");

    /** The sources whose text is not the product's own: what is generated for tests and measurements. */
    private static final List<String> NO_PRODUCT = List.of("e2e", "benchmarks");

    @Test
    void noSourceButTheirOwnPackageNamesAnAnnotation() throws IOException {
        assertThat(Files.isDirectory(HOME)).isTrue();
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            int line = 0;
            for (String text : Files.readAllLines(source)) {
                line++;
                if (!comment(text) && NAME.matcher(text).find()) {
                    found.add(source + ":" + line + ": " + text.strip());
                }
            }
        }
        assertThat(found)
                .as("take the name from io.keelstream.kubernetes.annotation, so that it is spelled alike everywhere")
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.toList()) {
                Path main = module.resolve("src/main/java");
                if (Files.isDirectory(main)
                        && !NO_PRODUCT.contains(module.getFileName().toString())) {
                    try (Stream<Path> files = Files.walk(main)) {
                        files.filter(file -> file.toString().endsWith(".java")
                                        && !file.toString().contains("/kubernetes/annotation/"))
                                .forEach(sources::add);
                    }
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(100);
        return sources;
    }

    private static boolean comment(String line) {
        String text = line.strip();
        return text.startsWith("*") || text.startsWith("/*") || text.startsWith("//");
    }
}
