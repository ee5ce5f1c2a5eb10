package io.keelstream.gitwatcher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A repository with a work tree, and people who commit to it with Git's own programs. */
final class SigningRepository {

    private final Path folder;
    private final Path work;
    private final Map<String, List<String>> people = new TreeMap<>();

    SigningRepository(Path folder) throws IOException {
        this.folder = folder;
        this.work = Files.createDirectories(folder.resolve("work"));
        for (String program : List.of("git", "ssh-keygen", "gpg")) {
            assumeThat(Files.isExecutable(Path.of("/usr/bin", program)))
                    .as("%s is installed", program)
                    .isTrue();
        }
        Files.createDirectories(
                folder.resolve("gnupg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        run("git", "init", "-q", "-b", "main");
        people.put("nobody", List.of("-c", "commit.gpgsign=false"));
    }

    Path url() {
        return work;
    }

    /** Somebody who signs with SSH. */
    SigningRepository ssh(String person, String type) throws IOException {
        Path key = folder.resolve(person + ".key");
        run("ssh-keygen", "-q", "-t", type, "-N", "", "-C", person, "-f", key.toString());
        people.put(person, List.of("-c", "gpg.format=ssh", "-c", "user.signingkey=" + key));
        return this;
    }

    /** The fingerprint of somebody's key, as {@code ssh-keygen} or {@code gpg} writes it. */
    String fingerprint(String person) throws IOException {
        Path ssh = folder.resolve(person + ".key.pub");
        return Files.exists(ssh)
                ? run("ssh-keygen", "-l", "-f", ssh.toString()).out().split(" ", -1)[1]
                : run("gpg", "--batch", "--with-colons", "--fingerprint", person + "@example.com")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("fpr:"))
                        .findFirst()
                        .orElseThrow()
                        .split(":", -1)[9];
    }

    /** Somebody who signs with OpenPGP. */
    SigningRepository pgp(String person, String algorithm) throws IOException {
        run(
                "gpg",
                "--batch",
                "--passphrase",
                "",
                "--quick-generate-key",
                person + "@example.com",
                algorithm,
                "sign",
                "0");
        people.put(person, List.of("-c", "gpg.format=openpgp", "-c", "user.signingkey=" + person + "@example.com"));
        return this;
    }

    /** Puts somebody's public key into a folder of keys. */
    void allow(String person, Path keys) throws IOException {
        Files.createDirectories(keys);
        Path ssh = folder.resolve(person + ".key.pub");
        if (Files.exists(ssh)) {
            Files.copy(ssh, keys.resolve(person + ".pub"));
        } else {
            Files.writeString(
                    keys.resolve(person + ".asc"),
                    run("gpg", "--batch", "--armor", "--export", person + "@example.com")
                            .out());
        }
    }

    SigningRepository write(String path, String content) throws IOException {
        Path file = work.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    SigningRepository remove(String path) throws IOException {
        run("git", "rm", "-rq", path);
        return this;
    }

    /** Commits what there is; {@code nobody} does not sign. */
    void commit(String person) throws IOException {
        run("git", "add", "-A");
        run(signing(person, "commit", "-q", "-m", "by " + person, person.equals("nobody") ? "--no-gpg-sign" : "-S"));
    }

    /** The last commit anew, with the same files. */
    void amend(String person) throws IOException {
        run(signing(person, "commit", "-q", "--amend", "-m", "by " + person, "-S"));
    }

    /** Merges a branch without a fast forward. */
    void merge(String person, String branch) throws IOException {
        run(signing(
                person,
                "merge",
                "-q",
                "--no-ff",
                "-m",
                "merge",
                branch,
                person.equals("nobody") ? "--no-gpg-sign" : "-S"));
    }

    void tag(String person, String name) throws IOException {
        run(signing(person, "tag", "-s", "-m", name, name));
    }

    private String[] signing(String person, String... arguments) {
        List<String> all = new ArrayList<>(List.of("git"));
        all.addAll(people.getOrDefault(person, List.of()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    Ended run(String... command) throws IOException {
        Ended ended = Program.of(command)
                .in(work)
                .with("GNUPGHOME", folder.resolve("gnupg").toString())
                .with("HOME", folder.toString())
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .with("GIT_AUTHOR_NAME", "Ada")
                .with("GIT_AUTHOR_EMAIL", "ada@example.com")
                .with("GIT_COMMITTER_NAME", "Ada")
                .with("GIT_COMMITTER_EMAIL", "ada@example.com")
                .run();
        assertThat(ended.code())
                .as("%s: %s", String.join(" ", command), ended.text())
                .isZero();
        return ended;
    }
}
