package io.keelstream.kubernetes.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelstream.kubernetes.digest.CanonicalJson;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader against kubectl itself, which needs no server for this. Skipped, with a message, where there is none. */
class KubectlYamlOracleTests {

    private static final List<String> PIECES = List.of(
            "0",
            "1",
            "7",
            "8",
            "9",
            "00",
            "0x",
            "0o",
            "0b",
            "1e3",
            "e",
            "E",
            "+",
            "-",
            ".",
            "_",
            ":",
            "f",
            "F",
            "y",
            "Y",
            "n",
            "no",
            "No",
            "yes",
            "on",
            "off",
            "true",
            "True",
            "TRUE",
            "null",
            "Null",
            "~",
            "12:30:45",
            "2026-01-01",
            "T00:00:00Z",
            "1_000",
            "0644",
            "1.5",
            "1.0",
            ".5",
            "5.",
            "1e21",
            "1e-7",
            "123456789",
            "!!str 1",
            "!!int 5",
            "!!float 1",
            "'1'",
            "\"1\"",
            "m",
            "Mi",
            "<<");

    @TempDir
    Path folder;

    @Test
    void scalarsAndKeysMeanTheSameToKubectl() throws IOException, InterruptedException {
        assumeThat(kubectl())
                .as("kubectl is not on the path: its reading cannot be compared")
                .isTrue();
        long seed = Long.getLong("keelstream.seed", 42L);
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder yaml = new StringBuilder("apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: x}\nspec:\n");
        YamlReader reader = new YamlReader();
        for (int i = 0; i < 3000; i++) {
            String scalar = scalar(random);
            String line = "  k" + i + ": " + scalar + "\n";
            if (reader.documents(line) instanceof YamlResult.Read) {
                yaml.append(line);
            }
        }
        yaml.append("keys:\n");
        PIECES.stream()
                .filter(piece -> piece.matches("[0-9a-zA-Z_.+]+") && !piece.equalsIgnoreCase("null"))
                .distinct()
                .forEach(piece -> yaml.append("- {").append(piece).append(": 1}\n"));
        // When
        Path file = Files.writeString(folder.resolve("thing.yaml"), yaml);
        Manifest theirs = new Manifest(
                Json.readObject(run("kubectl", "label", "--local", "-f", file.toString(), "a=b", "-o", "json")));
        Manifest ours = reader.manifests(yaml.toString().getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .getFirst()
                .manifest();
        // Then
        ours.spec()
                .forEach((key, value) -> assertThat(CanonicalJson.of(value))
                        .as(
                                "seed %d: %s",
                                seed,
                                yaml.substring(
                                        yaml.indexOf(" " + key + ":"),
                                        yaml.indexOf("\n", yaml.indexOf(" " + key + ":"))))
                        .isEqualTo(CanonicalJson.of(theirs.spec().get(key))));
        assertThat(CanonicalJson.of(ours.at("keys"))).isEqualTo(CanonicalJson.of(theirs.at("keys")));
    }

    private static String scalar(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static boolean kubectl() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    private byte[] run(String... command) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return output;
    }
}
