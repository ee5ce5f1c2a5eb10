package io.keelstream.benchmarks.monorepo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A bare repository with as many files and as much history as it is told, written by {@code git fast-import} with a seeded generator. Its
 * folder {@code deploy} has applications of four files each; {@code src} has text that packs to about half, and the history is of files in
 * {@code assets} that pack to nothing less, each replaced again and again. Used by one thread.
 */
final class Monorepo {

    private static final int ASSET = 4 << 20;
    private static final int ASSETS = 64;

    private final Path folder;
    private final Random random = new Random(1);

    Monorepo(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes it.
     *
     * @param applications applications in {@code deploy}
     * @param files all files together
     * @param history MiB of all assets that ever were
     */
    void generate(int applications, int files, int history) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        git("init", "-q", "--bare", "-b", "main");
        git("config", "uploadpack.allowFilter", "true");
        git("config", "core.compression", "1");
        try (Import out = new Import()) {
            out.commit("Begin");
            for (int number = 0; number < applications; number++) {
                for (int file = 0; file < 4; file++) {
                    out.file(path(number, file), content(number, file, "start"));
                }
            }
            for (int number = 0; number < files - 4 * applications - ASSETS; number++) {
                out.file(
                        "src/m%03d/p%02d/File%05d.java".formatted(number / 500, number / 25 % 20, number), text(4_000));
            }
            for (int written = 0; written < Math.max(history / 4, ASSETS); written++) {
                out.commit("Asset " + written);
                byte[] bytes = new byte[ASSET];
                random.nextBytes(bytes);
                out.file("assets/a%02d.bin".formatted(written % ASSETS), bytes);
            }
        }
    }

    /** Changes one file of an application, with a file of {@code src}. */
    void push(int number, String value) throws IOException {
        try (Import out = new Import()) {
            out.commit("Change " + value, "refs/heads/main^0");
            out.file(path(number, 1), content(number, 1, value));
            out.file("src/m000/p00/File00000.java", text(4_000));
        }
    }

    private static String path(int number, int file) {
        return "deploy/app-%04d/%s".formatted(number, file == 0 ? "keelstream.yaml" : "object-" + file + ".yaml");
    }

    private static byte[] content(int number, int file, String value) {
        String text = file == 0
                ? "apiVersion: keelstream.io/v1\nkind: Application\nmetadata: {name: app-%04d}\nspec: {targets: [{name: production}]}\n"
                        .formatted(number)
                : "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: object-%d}\ndata: {value: %s}\n"
                        .formatted(file, value);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] text(int length) {
        StringBuilder text = new StringBuilder(length + 20);
        while (text.length() < length) {
            text.append(Integer.toString(random.nextInt(1 << 24), 36)).append(text.length() % 7 == 0 ? '\n' : ' ');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }

    /** A stream of commits to the branch, as git-fast-import(1) reads it. */
    private final class Import implements AutoCloseable {

        private final Process git;
        private final OutputStream out;

        Import() throws IOException {
            git = new ProcessBuilder("git", "-C", folder.toString(), "fast-import", "--quiet", "--force")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            out = new BufferedOutputStream(git.getOutputStream(), 1 << 20);
        }

        void commit(String message, String... from) throws IOException {
            line("commit refs/heads/main");
            line("committer Tester <tester@example.com> 0 +0000");
            data(message.getBytes(StandardCharsets.UTF_8));
            for (String each : from) {
                line("from " + each);
            }
        }

        void file(String path, byte[] content) throws IOException {
            line("M 100644 inline " + path);
            data(content);
        }

        private void data(byte[] content) throws IOException {
            line("data " + content.length);
            out.write(content);
            line("");
        }

        private void line(String text) throws IOException {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            out.close();
            try {
                int code = git.waitFor();
                if (code != 0) {
                    throw new IOException("git fast-import ended with " + code);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("git fast-import was waited for");
            }
        }
    }
}
