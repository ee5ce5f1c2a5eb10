package io.keelstream.service.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The repository's sources. Immutable.
 *
 * @param root folder of the repository
 */
record Sources(Path root) {

    /** Modules whose code runs in no service. */
    private static final List<String> NO_SERVICE = List.of("sandbox", "e2e", "benchmarks");

    /** Those of this checkout. */
    static Sources ofThisCheckout() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("contracts")) && Files.isDirectory(at.resolve("docs"))) {
                return new Sources(at);
            }
        }
        throw new IllegalStateException("the repository's folder is not found");
    }

    /** Per module that runs in a service, its Java files. */
    Map<String, List<Path>> byModule() {
        Map<String, List<Path>> all = new TreeMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.toList()) {
                Path main = module.resolve("src/main/java");
                String name = module.getFileName().toString();
                if (Files.isDirectory(main) && !NO_SERVICE.contains(name)) {
                    all.put(name, java(main));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** A page below {@code docs}. */
    Path page(String name) {
        return root.resolve("docs").resolve(name);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> java(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
