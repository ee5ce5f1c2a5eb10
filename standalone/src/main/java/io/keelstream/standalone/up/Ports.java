package io.keelstream.standalone.up;

import io.keelstream.cli.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks ports before anything is started on them, so that an occupied one is reported on one line. */
final class Ports {

    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** Ends the command when the port is taken; 0 is always free. */
    static void demandFree(int port, String option) {
        if (port == 0) {
            return;
        }
        if (port < 0 || port > HIGHEST) {
            throw CommandFailure.wrongUse(option + " " + port + " is not a port: write a number from 0 to " + HIGHEST);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException taken) {
            throw CommandFailure.no("port " + port + " on 127.0.0.1 is in use. Choose another with " + option
                    + " PORT, or " + option + " 0 for a free one");
        }
    }

    /** The port, or a free one for 0. */
    static int chosen(int port) throws IOException {
        if (port != 0) {
            return port;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
