package io.keelstream.cli.connect;

import io.keelstream.cli.CommandFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Detects an unreachable broker at once; Kafka's client would retry for a minute. */
final class KafkaReach {

    private static final int TIMEOUT_MILLIS = 3_000;

    private KafkaReach() {}

    static void check(String servers) {
        for (String server : servers.split(",", -1)) {
            if (answers(server.strip())) {
                return;
            }
        }
        throw CommandFailure.unreachable("no Kafka answers at " + servers);
    }

    private static boolean answers(String server) {
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(server.substring(colon + 1));
            socket.connect(new InetSocketAddress(server.substring(0, Math.max(colon, 0)), port), TIMEOUT_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException unreachable) {
            return false;
        }
    }
}
