package io.keelstream.messaging.broker;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The broker as a process of its own: {@code BrokerMain <folder> <port>}. Prints {@code bootstrap <host:port>} when it serves
 * and ends with its standard input, so that it never outlives whoever started it.
 * Where it cannot serve, it says why and ends with exit code 1.
 */
public final class BrokerMain {

    private BrokerMain() {}

    /** Runs until the standard input ends or the process is stopped. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: BrokerMain <folder> <port, 0 for a free one>");
            System.exit(2);
        }
        EmbeddedBroker broker = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println("bootstrap " + broker.bootstrapServers());
        while (System.in.read() >= 0) {
            // what comes in means nothing; its end does
        }
        System.exit(0);
    }

    /** A broker that does not start leaves threads behind, so the process has to be ended. */
    @SuppressWarnings("SystemOut")
    private static EmbeddedBroker start(Path folder, int port) {
        try {
            return EmbeddedBroker.start(folder, port);
        } catch (RuntimeException e) {
            System.err.println(e.getMessage());
            Runtime.getRuntime().halt(1);
            throw e;
        }
    }
}
