package io.keelstream.gitwatcher.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.gitwatcher.evaluation.HeldMemory;
import io.keelstream.gitwatcher.git.SignatureSettings;
import io.keelstream.gitwatcher.git.SignatureSettings.Merges;
import io.keelstream.gitwatcher.git.SignatureSettings.PathKeys;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class VerifyPropertiesTests {

    /** RFC 8032's first test vector as a public key of SSH. */
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea ada";

    @TempDir
    Path keys;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(keys.resolve("ada.pub"), KEY);
    }

    @Test
    void signaturesAreRequiredEverywhereUnlessPathsSayOtherwise() {
        assertThat(read(Map.of())).isNull();
        assertThat(read(Map.of("keys", keys.toString())))
                .isEqualTo(new SignatureSettings(keys, List.of(), Merges.FIRST_PARENT));
        assertThat(read(Map.of(
                        "signatures",
                        "paths",
                        "merges",
                        "all-parents",
                        "paths[0].path",
                        "./apps/payments/",
                        "paths[0].keys",
                        keys.toString())))
                .isEqualTo(
                        new SignatureSettings(null, List.of(new PathKeys("apps/payments", keys)), Merges.ALL_PARENTS));
    }

    @Test
    void everyMistakeIsNamed() throws Exception {
        Path empty = Files.createDirectory(keys.resolve("empty"));
        Path wrong = Files.createDirectory(keys.resolve("wrong"));
        Files.writeString(wrong.resolve("a.pub"), "ssh-ed25519 nonsense");
        Files.writeString(wrong.resolve("b.asc"), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n");
        refused(Map.of("signatures", "required"), "verify.keys: is ''; allowed: a folder of public keys");
        refused(Map.of("signatures", "optional"), "verify.signatures: is 'optional'; allowed: required, paths");
        refused(Map.of("signatures", "paths"), "verify.paths: is empty; allowed: at least one folder");
        refused(
                Map.of("signatures", "paths", "keys", keys.toString()),
                "verify.keys: has no effect with signatures: paths");
        refused(
                Map.of("keys", keys.toString(), "merges", "octopus"),
                "verify.merges: is 'octopus'; allowed: first-parent, all");
        refused(Map.of("keys", keys + "/none"), "verify.keys: " + keys + "/none is not a readable folder");
        refused(Map.of("keys", empty.toString()), "has no key: neither *.pub (SSH) nor *.asc (OpenPGP)");
        refused(Map.of("keys", wrong.toString()), wrong + "/a.pub is not a public key");
        refused(Map.of("keys", wrong.toString()), wrong + "/b.asc is not a public key");
        refused(
                Map.of("keys", keys.toString(), "paths[0].path", "../other", "paths[0].keys", keys.toString()),
                "verify.paths[0].path: is '../other'; allowed: a folder inside the repository");
        refused(
                Map.of("keys", keys.toString(), "paths[0].path", "apps"),
                "verify.paths[0].keys: is ''; allowed: a folder of public keys");
    }

    private static void refused(Map<String, String> verify, String message) {
        assertThatThrownBy(() -> read(verify))
                .isInstanceOf(InvalidPropertiesException.class)
                .hasMessageContaining(message);
    }

    private static @Nullable SignatureSettings read(Map<String, String> verify) {
        Map<String, String> all = new HashMap<>();
        all.put("keelstream.installation", "test");
        all.put("keelstream.repositories[0].name", "infra");
        all.put("keelstream.repositories[0].url", "https://git.example.com/infra.git");
        verify.forEach((name, value) -> all.put("keelstream.repositories[0].verify." + name, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("keelstream", GitWatcherProperties.class)
                .settings(
                        new Renderers(
                                new FilesRenderer(),
                                new MissingRenderer("kustomize", "not used here"),
                                new MissingRenderer("helm", "not used here")),
                        HeldMemory::apart)
                .sources()
                .repositories()
                .getFirst()
                .signatures();
    }
}
