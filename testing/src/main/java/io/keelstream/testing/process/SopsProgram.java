package io.keelstream.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real {@code sops}, and {@code age-keygen}, as {@code control-plane build sops} builds them. Files are in one folder. */
public record SopsProgram(Path folder) {

    private static final Path BUILT = Path.of(System.getProperty("user.home"), ".cache", "keelstream", "bin");

    /** Whether the programs are built. */
    public static boolean isBuilt() {
        return Files.isExecutable(BUILT.resolve("sops")) && Files.isExecutable(BUILT.resolve("age-keygen"));
    }

    /** A new age identity in a file below the folder; gives its recipient. */
    public String identity(String file) {
        Path path = folder.resolve(file);
        try {
            Files.createDirectories(path.getParent());
            run(program("age-keygen"), List.of("-o", path.toString()));
            return Files.readAllLines(path).stream()
                    .filter(line -> line.startsWith("# public key: "))
                    .map(line -> line.substring("# public key: ".length()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Encrypts a text.
     *
     * @param name of the file, which says the format
     * @param recipients age recipients, divided by commas
     * @param options of {@code sops}
     */
    public String encrypt(String name, String text, String recipients, String... options) {
        write(name, text);
        List<String> arguments = Stream.of(
                        Stream.of("--encrypt", "--age", recipients), Stream.of(options), Stream.of(name))
                .flatMap(each -> each)
                .toList();
        return run(program("sops"), arguments);
    }

    /** What {@code sops} opens the file to with the identities of a file below the folder. */
    public String decrypt(String name, String encrypted, String identities) {
        write(name, encrypted);
        return run(
                program("sops")
                        .with("SOPS_AGE_KEY_FILE", folder.resolve(identities).toString()),
                List.of("--decrypt", name));
    }

    /** Changes an encrypted file with a verb of {@code sops} that writes in place, and gives what it is then. */
    public String change(String name, String encrypted, String identities, String... verb) {
        write(name, encrypted);
        run(
                program("sops")
                        .with("SOPS_AGE_KEY_FILE", folder.resolve(identities).toString()),
                Stream.concat(Stream.of(verb), Stream.of(name)).toList());
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Program program(String name) {
        return Program.of(BUILT.resolve(name).toString()).in(folder).with("HOME", folder.toString());
    }

    private static String run(Program program, List<String> arguments) {
        Program.Ended ended = program.run("", arguments);
        if (ended.code() != 0) {
            throw new IllegalStateException(arguments + " failed: " + ended.text());
        }
        return ended.out();
    }
}
