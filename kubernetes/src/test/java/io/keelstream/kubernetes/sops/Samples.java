package io.keelstream.kubernetes.sops;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Documents that sops 3.13.3 wrote, beside two age identities that open nothing else: {@code identities/one.txt} opens all of
 * them, {@code two.txt} only {@code values.yaml}.
 */
final class Samples {

    private Samples() {}

    static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Samples.class.getResource("/sops/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The identities that open all samples. */
    static AgeIdentities identities() {
        return new AgeIdentities(path("identities"));
    }

    static SopsDocument document(String name) {
        return document(name, text(name));
    }

    static SopsDocument document(String name, String text) {
        return switch (SopsDocument.read("shop/" + name, text.getBytes(StandardCharsets.UTF_8))) {
            case SopsReading.Encrypted(SopsDocument document) -> document;
            case SopsReading.Refused(String why) -> throw new AssertionError(why);
            case SopsReading.Other() -> throw new AssertionError(name + " is no document of SOPS");
        };
    }

    static String refusal(String name, String text) {
        return switch (SopsDocument.read("shop/" + name, text.getBytes(StandardCharsets.UTF_8))) {
            case SopsReading.Refused(String why) -> why;
            case SopsReading.Encrypted document -> throw new AssertionError(name + " is accepted");
            case SopsReading.Other() -> throw new AssertionError(name + " is no document of SOPS");
        };
    }

    /** The first object of a YAML text. */
    static Manifest manifest(String yaml) {
        return new Manifest(Manifest.map(
                new YamlReader().documents(yaml).orThrow().getFirst().value()));
    }
}
