package io.keelstream.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTests {

    @Test
    void portIsGivenOnce() {
        assertThat(IntStream.range(0, 500).map(_ -> Ports.free()).boxed()).doesNotHaveDuplicates();
    }

    @Test
    void portIsFreeAndNoOutgoingConnectionTakesIt() throws Exception {
        try (ServerSocket server = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.getLocalPort()).isBetween(1_024, 32_767);
        }
    }
}
