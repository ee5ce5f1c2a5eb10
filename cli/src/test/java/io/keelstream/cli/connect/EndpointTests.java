package io.keelstream.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "\u0000", "{\"pid\": -1, \"kafka\": \"a:1\"}", "{\"pid\": PID}"})
    void damagedFileMeansThatNothingRuns(String damaged) throws Exception {
        String own = String.valueOf(ProcessHandle.current().pid());
        Files.writeString(folder.resolve("endpoint.json"), damaged.replace("PID", own));

        assertThat(Endpoint.read(folder)).isNull();
    }
}
