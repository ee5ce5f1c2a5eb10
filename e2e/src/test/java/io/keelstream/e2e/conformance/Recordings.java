package io.keelstream.e2e.conformance;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of cases ({@code name.yaml}) and of what a real server answered ({@code name.answers.json}). The source folder is
 * read and written, not the class path, so that recording writes where the cases are kept.
 *
 * @param folder below {@code e2e}
 */
public record Recordings(Path folder) {

    /** System property; {@code true} writes answers anew, which only a real server may do. */
    public static final String RECORD = "keelstream.conformance.record";

    private static final String END = ".answers.json";

    /** The recordings of a package. */
    public static Recordings of(Class<?> type) {
        return new Recordings(
                Path.of("src/test/resources", type.getPackageName().replace('.', '/')));
    }

    /** Whether answers are recorded instead of compared. */
    public static boolean recording() {
        return Boolean.getBoolean(RECORD);
    }

    /** The files of cases, in order of their names. */
    public List<Path> cases() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was recorded for a case. */
    public List<@Nullable Object> answers(String name) {
        try {
            return Manifest.list(Json.read(Files.readAllBytes(file(name))));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "nothing is recorded for '" + name + "'; run with -Dkeelstream.e2e.cluster=kube-apiserver -D"
                            + RECORD + "=true",
                    e);
        }
    }

    /** Records the answers of a case. */
    public void record(String name, List<@Nullable Object> answers) {
        write(file(name), answers);
    }

    /** Keeps the answers of a case beside the test reports, to be laid beside the recorded ones. */
    public void keep(String cluster, String name, List<@Nullable Object> answers) {
        write(Path.of("target", "answers", cluster, String.valueOf(folder.getFileName()), name + END), answers);
    }

    /** One answer a line. */
    private static void write(Path file, List<@Nullable Object> answers) {
        StringBuilder text = new StringBuilder("[\n");
        for (int i = 0; i < answers.size(); i++) {
            text.append(Json.writeText(answers.get(i))).append(i + 1 < answers.size() ? ",\n" : "\n");
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text.append("]\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + END);
    }
}
