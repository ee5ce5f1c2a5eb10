package io.keelstream.messaging.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A whole Kafka, broker and controller, in this process, for installations of one machine and for tests. It listens on
 * 127.0.0.1 alone and has no authentication. The server's classes are internal to Kafka, hence this one door to them.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it serves, after about two seconds.
     *
     * @param folder where its data live; formatted by Kafka's own formatter when it is new, since a folder that is written manually
     *     lacks the features of transactions and groups
     * @param port port to listen on; 0 for a free one
     * @throws UncheckedIOException when the folder cannot be written
     * @throws IllegalStateException when the broker cannot start, e.g. because the port is taken
     */
    public static EmbeddedBroker start(Path folder, int port) {
        int chosen = port == 0 ? freePort() : port;
        Properties settings = BrokerSettings.of(folder, chosen, freePort());
        try {
            Files.createDirectories(folder);
            if (!Files.exists(folder.resolve("meta.properties"))) {
                format(folder);
            }
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedBroker(server, chosen);
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's folder " + folder + " cannot be written", e);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the broker cannot start on 127.0.0.1:" + chosen + " with its data in " + folder + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops the broker; its data stay. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }
}
