package io.keelstream.benchmarks.instances;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to an API server that takes time, as a network does: whatever a client sends arrives later, in its order. Bytes are
 * passed on as they are, so TLS is between client and server. Thread-safe.
 */
final class DistantServer implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("https://(127\\.0\\.0\\.1):(\\d+)");

    private final ServerSocket listener;
    private final int target;
    private final long delayNanos;
    private final Path kubeconfig;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Parcel(long due, ByteBuffer bytes) {}

    private interface Work {

        void run() throws IOException, InterruptedException;
    }

    private DistantServer(ServerSocket listener, int target, Duration delay, Path kubeconfig) {
        this.listener = listener;
        this.target = target;
        this.delayNanos = delay.toNanos();
        this.kubeconfig = kubeconfig;
        start(this::accept);
    }

    /**
     * Opens a way to the server of a kubeconfig.
     *
     * @param delay how much later a request arrives
     * @param file where the kubeconfig for the way is written
     */
    static DistantServer of(Path kubeconfig, Duration delay, Path file) throws IOException {
        String text = Files.readString(kubeconfig);
        Matcher address = ADDRESS.matcher(text);
        if (!address.find()) {
            throw new IllegalArgumentException(kubeconfig + " names no server on 127.0.0.1");
        }
        int target = Integer.parseInt(address.group(2));
        ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Files.writeString(file, address.replaceAll("https://$1:" + listener.getLocalPort()));
        return new DistantServer(listener, target, delay, file);
    }

    /** The kubeconfig for this way. */
    Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            start(() -> join(client));
        }
    }

    private void join(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            BlockingQueue<Parcel> underway = new LinkedBlockingQueue<>();
            start(() -> send(client.getInputStream(), underway));
            start(() -> deliver(underway, server));
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private void send(InputStream from, BlockingQueue<Parcel> underway) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                underway.add(parcel(ByteBuffer.wrap(Arrays.copyOf(buffer, read))));
            }
        } finally {
            underway.add(parcel(ByteBuffer.allocate(0)));
        }
    }

    private Parcel parcel(ByteBuffer bytes) {
        return new Parcel(System.nanoTime() + delayNanos, bytes);
    }

    private static void deliver(BlockingQueue<Parcel> underway, Socket server)
            throws IOException, InterruptedException {
        OutputStream to = server.getOutputStream();
        for (Parcel parcel = underway.take(); parcel.bytes().hasRemaining(); parcel = underway.take()) {
            TimeUnit.NANOSECONDS.sleep(parcel.due() - System.nanoTime());
            to.write(parcel.bytes().array());
        }
        server.shutdownOutput();
    }

    private void start(Work work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the two sides went away: so does the connection.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
