package io.keelstream.e2e.hostile;

import static io.keelstream.e2e.hostile.HostileText.bytes;
import static io.keelstream.e2e.hostile.HostileText.mutated;
import static io.keelstream.e2e.hostile.HostileText.odd;
import static io.keelstream.e2e.hostile.HostileText.one;
import static io.keelstream.e2e.hostile.HostileText.utf8;

import io.keelstream.e2e.system.Manifests;
import java.util.List;
import java.util.Random;

/** Kinds of hostile input. Each makes another one for every state of the random numbers. */
enum HostileKind {
    /** Folders and entries of Git. */
    TREES {
        @Override
        HostileInput next(Random random) {
            return switch (random.nextInt(6)) {
                case 0 -> {
                    int depth = 50 + random.nextInt(6_000);
                    yield HostileInput.folder(
                            depth + " folders in one another",
                            trees -> trees.nested(depth, "d", Files.good().all()));
                }
                case 1 -> {
                    int count = 1_000 + random.nextInt(4_000);
                    Files files = Files.good();
                    for (int i = 0; i < count; i++) {
                        files.with("many/" + i + ".yaml", "");
                    }
                    yield HostileInput.files(count + " empty files", files);
                }
                case 2 -> {
                    String name =
                            one(random, List.of("..", ".", ".git", ".GIT", "git~1", "a/b", "", "con", odd(random)));
                    yield HostileInput.folder(
                            "an entry of the name '" + name + "'",
                            trees -> trees.tree(
                                    new Trees.Line("100644", name, trees.blob(utf8(Manifests.configMap("a", "1")))),
                                    new Trees.Line(
                                            "100644",
                                            "keelstream.yaml",
                                            trees.blob(utf8(Manifests.application("hostile"))))));
                }
                case 3 -> {
                    String to = one(
                            random,
                            List.of(
                                    "/etc/passwd",
                                    "..",
                                    ".",
                                    "keelstream.yaml",
                                    "a.yaml",
                                    "/proc/self/environ",
                                    odd(random)));
                    yield HostileInput.folder(
                            "a link to '" + to + "'",
                            trees -> trees.tree(
                                    new Trees.Line(Trees.link(), "a.yaml", trees.blob(utf8(to))),
                                    new Trees.Line(
                                            "100644",
                                            "keelstream.yaml",
                                            trees.blob(utf8(Manifests.application("hostile"))))));
                }
                case 4 -> {
                    String mode = one(random, List.of("160000", "0", "777777", "40755", "100000", "0100644", "x"));
                    yield HostileInput.folder(
                            "an entry of the mode " + mode,
                            trees -> trees.tree(
                                    new Trees.Line(mode, "a.yaml", trees.blob(utf8(Manifests.configMap("a", "1")))),
                                    new Trees.Line(
                                            "100644",
                                            "keelstream.yaml",
                                            trees.blob(utf8(Manifests.application("hostile"))))));
                }
                default -> {
                    String name =
                            odd(random).replace("/", "").replace("\u0000", "").repeat(1 + random.nextInt(60));
                    yield HostileInput.files(
                            "a file of an odd name", Files.good().with("x" + name + ".yaml", Files.secret(random)));
                }
            };
        }
    },
    /** Bytes that are no text, too many, or something else than they seem. */
    FILES {
        @Override
        HostileInput next(Random random) {
            Files files = Files.withSecret(random);
            return switch (random.nextInt(6)) {
                case 0 ->
                    HostileInput.files("random bytes", files.with("a.yaml", bytes(random, random.nextInt(100_000))));
                case 1 -> HostileInput.files("zeros", files.with("a.yaml", new byte[random.nextInt(3 << 20)]));
                case 2 -> HostileInput.files("one line", files.with("a.yaml", "a".repeat(random.nextInt(3 << 20))));
                case 3 ->
                    HostileInput.files(
                            "text in UTF-16",
                            files.with(
                                    "a.yaml",
                                    Manifests.configMap("a", "1").getBytes(java.nio.charset.StandardCharsets.UTF_16)));
                case 4 ->
                    HostileInput.files(
                            "JSON that nests",
                            files.with(
                                    "a.json",
                                    one(random, List.of("[", "{\"a\":")).repeat(1 + random.nextInt(200_000))));
                default -> {
                    byte[] spoiled = utf8(Files.secret(random) + "---\n" + Manifests.configMap("a", "1"));
                    for (int i = 0; i < 3; i++) {
                        spoiled[spoiled.length - 1 - random.nextInt(60)] = (byte) random.nextInt();
                    }
                    yield HostileInput.files("a document with three other bytes", files.with("b.yaml", spoiled));
                }
            };
        }
    },
    /** Documents of YAML. */
    DOCUMENTS {
        @Override
        HostileInput next(Random random) {
            Files files = Files.withSecret(random);
            int much = 1 + random.nextInt(100_000);
            return switch (random.nextInt(8)) {
                case 0 ->
                    HostileInput.files(
                            "aliases of aliases", files.with("a.yaml", aliases(random, 2 + random.nextInt(20))));
                case 1 -> HostileInput.files("lists in one another", files.with("a.yaml", "[".repeat(much)));
                case 2 -> HostileInput.files("indents", files.with("a.yaml", indents(2 + random.nextInt(1_200))));
                case 3 -> HostileInput.files("many documents", files.with("a.yaml", "---\na: 1\n".repeat(much)));
                case 4 ->
                    HostileInput.files("an alias of itself", files.with("a.yaml", "a: &a [*a, &b {c: *b, d: *a}]\n"));
                case 5 ->
                    HostileInput.files(
                            "many small objects",
                            files.with(
                                    "a.yaml",
                                    Manifests.configMap("x", "1")
                                            .concat("---\n")
                                            .repeat(1 + random.nextInt(20_000))));
                default ->
                    HostileInput.files(
                            "a Secret with other characters",
                            files.with("secret.yaml", mutated(random, Files.secret(random), "kind: ")));
            };
        }
    },
    /** Files of patterns. */
    PATTERNS {
        @Override
        HostileInput next(Random random) {
            String part = one(
                    random,
                    List.of("a*", "*a", "**/", "?*", "[a-z]*", "[!a]", "\\*", "[", "{a,b}", "(a+)+", "!", "**a**"));
            String pattern = part.repeat(1 + random.nextInt(2_000));
            Files files = Files.withSecret(random).with("x/" + "a".repeat(200) + ".yaml", "");
            if (random.nextBoolean()) {
                return HostileInput.files(
                        "a pattern", files.with(".keelstreamignore", (pattern + "b\n").repeat(1 + random.nextInt(50))));
            }
            return HostileInput.files(
                    "a Fleet with a pattern",
                    files.with(
                            "keelstream.yaml",
                            "apiVersion: keelstream.io/v1\nkind: Fleet\nmetadata: {name: hostile}\nspec:\n  directories: \""
                                    + pattern.replace("\\", "\\\\")
                                    + "\"\n  targets: [{name: production, path: .}]\n"));
        }
    },
    /** Numbers that are long or odd. */
    NUMBERS {
        @Override
        HostileInput next(Random random) {
            String digits = one(random, List.of("9", "1", "0", "7_", "1:")).repeat(1 + random.nextInt(1_500_000));
            String number = one(
                    random,
                    List.of(
                            digits,
                            "1e" + digits,
                            "0x" + digits,
                            "-" + digits,
                            "." + digits,
                            digits + "." + digits,
                            "0o" + digits,
                            ".inf",
                            "-.nan",
                            "1e999999999",
                            "9223372036854775808",
                            "1E-2147483649"));
            Files files = Files.withSecret(random);
            return switch (random.nextInt(4)) {
                case 0 ->
                    HostileInput.files(
                            "a number in JSON",
                            files.with(
                                    "a.json",
                                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"a\":"
                                            + number + "}}"));
                case 1 ->
                    HostileInput.files(
                            "a number of replicas",
                            files.with(
                                    "a.yaml",
                                    Manifests.deployment("a", "registry.example.com/a:1")
                                            .replace("replicas: 1", "replicas: " + number)));
                case 2 ->
                    HostileInput.files(
                            "a number in a Secret",
                            files.with(
                                    "secret.yaml",
                                    "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: "
                                            + Files.hush(random) + ", b: " + number + "}\n"));
                default ->
                    HostileInput.files(
                            "a number in the application's file",
                            files.with(
                                    "keelstream.yaml",
                                    Manifests.application("hostile", "prune: {maxObjects: " + number + "}")));
            };
        }
    },
    /** Names of objects, fields and keys. */
    NAMES {
        @Override
        HostileInput next(Random random) {
            String name = quoted(odd(random).repeat(1 + random.nextInt(40)));
            String where = one(
                    random,
                    List.of(
                            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n",
                            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: %s}\n",
                            "apiVersion: v1\nkind: %s\nmetadata: {name: a}\n",
                            "apiVersion: %s\nkind: ConfigMap\nmetadata: {name: a}\n",
                            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {%1$s: %1$s}}\n",
                            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {%1$s: %1$s}\n",
                            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n%1$s: {%1$s: %1$s}\n",
                            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {%1$s: 1}\n"));
            return HostileInput.files("an odd name", Files.withSecret(random).with("a.yaml", where.formatted(name)));
        }
    },
    /** Headers and messages of commits. */
    COMMITS {
        @Override
        HostileInput next(Random random) {
            String committer = "committer C <c@example.com> 1700000000 +0000";
            String odd = odd(random).replace("\n", " ").replace("\u0000", "");
            String headers = one(
                    random,
                    List.of(
                            "",
                            committer,
                            "author " + odd + " <" + odd + "> 1 +0000\n" + committer,
                            "author A <a@example.com> " + "9".repeat(1 + random.nextInt(50)) + " +9999\n" + committer,
                            "author \n" + committer,
                            "author A <a@example.com> 1 +0000\n" + committer + "\nencoding " + odd,
                            "author A <a@example.com> 1 +0000\n" + committer + "\ngpgsig " + odd.repeat(1_000),
                            "author A <a@example.com> 1 +0000"));
            byte[] message = switch (random.nextInt(4)) {
                case 0 -> utf8(odd(random).repeat(1 + random.nextInt(2_000)));
                case 1 -> bytes(random, random.nextInt(5_000));
                case 2 -> utf8("\n".repeat(1 + random.nextInt(100_000)));
                default -> new byte[0];
            };
            return HostileInput.commit("an odd commit", headers, message);
        }
    },
    /** Applications that ask for too much. */
    APPLICATIONS {
        @Override
        HostileInput next(Random random) {
            Files files = Files.withSecret(random);
            return switch (random.nextInt(5)) {
                case 0 -> {
                    int count = 2 + random.nextInt(1_000);
                    StringBuilder targets = new StringBuilder();
                    for (int i = 0; i < count; i++) {
                        targets.append("    - {name: t").append(i).append(", namespace: hostile, path: .}\n");
                    }
                    yield HostileInput.files(
                            count + " targets of one folder",
                            files.with(
                                            "keelstream.yaml",
                                            "apiVersion: keelstream.io/v1\nkind: Application\nmetadata: {name: hostile}\nspec:\n  targets:\n"
                                                    + targets)
                                    .with("b.yaml", Manifests.configMap("b", "x".repeat(random.nextInt(1 << 20)))));
                }
                case 1 -> {
                    int times = 1 + random.nextInt(5_000);
                    yield HostileInput.files(
                            "a parameter that is inserted " + times + " times",
                            files.with(
                                            "x-template.yml",
                                            "kind: Template\napiVersion: v1\nparameters: [{name: P}]\nobjects:\n- "
                                                    + Manifests.configMap("p", "$(P)".repeat(times))
                                                            .strip()
                                                            .replace("\n", "\n  ")
                                                    + "\n")
                                    .with(
                                            "keelstream.yaml",
                                            "apiVersion: keelstream.io/v1\nkind: Application\nmetadata: {name: hostile}\nspec:\n  targets:\n    - {name: production, parameters: {P: \""
                                                    + "y".repeat(random.nextInt(20_000)) + "\"}}\n"));
                }
                case 2 ->
                    HostileInput.files(
                            "a fault of syntax in the application's file",
                            files.with(
                                    "keelstream.yaml",
                                    mutated(
                                            random,
                                            Manifests.application("hostile", "timeout: 5m", "prune: {mode: auto}"),
                                            "name: hostile")));
                case 3 ->
                    HostileInput.files(
                            "random bytes for the application's file",
                            files.with("keelstream.yaml", bytes(random, random.nextInt(2_000))));
                default -> {
                    String path = one(
                            random,
                            List.of(
                                    "..",
                                    "../good",
                                    "/",
                                    "/etc",
                                    "./" + "a/".repeat(random.nextInt(2_000)),
                                    odd(random)));
                    yield HostileInput.files(
                            "the path '" + path + "'",
                            files.with(
                                    "keelstream.yaml",
                                    Manifests.application("hostile")
                                            .replace("cluster: default", "cluster: default, path: " + quoted(path))));
                }
            };
        }
    },
    /** Charts and kustomizations, which other programs render. */
    CHILDREN {
        @Override
        HostileInput next(Random random) {
            return HostileCharts.next(random);
        }
    },
    /** Records on the topics. */
    RECORDS {
        @Override
        HostileInput next(Random random) {
            return HostileRecords.next(random);
        }
    };

    /** Another input of this kind. */
    abstract HostileInput next(Random random);

    private static String aliases(Random random, int levels) {
        StringBuilder out = new StringBuilder("a0: &a0 [x, x, x, x]\n");
        int width = 2 + random.nextInt(12);
        for (int i = 1; i < levels; i++) {
            out.append("a").append(i).append(": &a").append(i).append(" [");
            out.append(("*a" + (i - 1) + ", ").repeat(width)).append("x]\n");
        }
        return out.toString();
    }

    private static String indents(int depth) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            out.append(" ".repeat(i)).append("a:\n");
        }
        return out.toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(each -> out.append(String.format("\\u%04x", each)));
        return out.append('"').toString();
    }
}
