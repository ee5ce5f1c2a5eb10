package io.keelstream.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTests {

    @ParameterizedTest
    @CsvSource({
        "v1.36.3, 1.36.3",
        "v1.33.5-gke.1080000, 1.33.5",
        "v1.31.2+k3s1, 1.31.2",
        "v1.30.4-eks-a737599, 1.30.4",
        "v1.36.0+keelstream-sandbox, 1.36.0",
        "1.29.0-rc.1, 1.29.0",
    })
    void providersSuffixIsLeftOut(String answered, String version) {
        assertThat(ServerVersion.read(answered)).contains(version);
    }

    @ParameterizedTest
    @CsvSource({"''", "v1.36", "unknown", "v0.0"})
    void whatIsNoVersionIsNone(String answered) {
        assertThat(ServerVersion.read(answered)).isEmpty();
    }
}
