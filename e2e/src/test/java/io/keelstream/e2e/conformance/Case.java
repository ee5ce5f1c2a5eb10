package io.keelstream.e2e.conformance;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Steps that follow each other in a namespace of their own.
 *
 * @param name of the file without its ending
 * @param steps in order
 */
record Case(String name, List<Step> steps) {

    private static final String END = ".yaml";

    Case {
        steps = List.copyOf(steps);
    }

    String namespace() {
        return "conformance-" + name;
    }

    static Case read(Path file) {
        try {
            Object document = new YamlReader()
                    .documents(Files.readAllBytes(file))
                    .orThrow()
                    .getFirst()
                    .value();
            List<Step> steps = Manifest.list(document).stream()
                    .map(step -> Step.read(Manifest.map(step)))
                    .toList();
            String name = String.valueOf(file.getFileName());
            return new Case(name.substring(0, name.length() - END.length()), steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
