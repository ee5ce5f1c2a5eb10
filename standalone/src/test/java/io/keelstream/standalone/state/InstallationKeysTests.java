package io.keelstream.standalone.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.cli.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationKeysTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "\u0000\u0000",
                "{\"recipient\": \"age1x\", \"identity\": \"AGE-SECRET-KEY-1\", \"digestKey\": \"eA==\"}"
            })
    void damagedKeysEndTheCommandWithOneLine(String damaged) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), damaged);

        assertThatThrownBy(() -> InstallationKeys.at(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("keys.json are damaged")
                .message()
                .hasLineCount(1);
    }

    @Test
    void keysAreReadAsTheyWereWritten() throws Exception {
        Path file = folder.resolve("keys.json");

        assertThat(InstallationKeys.at(file)).isEqualTo(InstallationKeys.at(file));
    }
}
