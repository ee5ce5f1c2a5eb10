package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.network.HttpProxy;
import io.keelstream.gitwatcher.network.WebConnection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Gets files from hosts of the list. Redirects are followed here, a few, and each is to a host of the list again; what a host is told of
 * who asks goes to no other one. A request ends at its deadline however slowly it is answered. Thread-safe.
 */
final class Web {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 20_000;
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HostGuard guard;
    private final Duration longest;

    /**
     * Asks through a guard.
     *
     * @param longest how long one request may take, redirects and content included
     */
    Web(HostGuard guard, Duration longest) {
        this.guard = guard;
        this.longest = longest;
    }

    /** Reads an answer's content while it arrives. */
    @FunctionalInterface
    interface Reading<T> {
        T read(InputStream content) throws IOException, FetchException;
    }

    /**
     * An answer.
     *
     * @param status 200, or 401 with the challenges of {@code WWW-Authenticate}
     * @param value what was read of the content; null where there is none
     */
    record Reply<T>(
            int status, List<String> challenges, @Nullable T value) {}

    /**
     * Gets a file.
     *
     * @param headers are sent to the first host alone
     * @param most the largest content; bytes
     * @throws FetchException where it is not to be had, which also counts for a 401
     */
    <T> T get(URI address, Map<String, String> headers, long most, Reading<T> reading)
            throws FetchException, InterruptedException {
        Reply<T> reply = ask(address, headers, most, reading);
        if (reply.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw new RefusedCredentialsException(guard.listed(host(address)));
        }
        return Objects.requireNonNull(reply.value());
    }

    /**
     * Sends a body and reads the answer. It is not sent a second time: a redirect is refused.
     *
     * @throws FetchException where there is no answer, which also counts for a 401
     */
    <T> T post(URI address, Map<String, String> headers, byte[] body, long most, Reading<T> reading)
            throws FetchException, InterruptedException {
        Reply<T> reply = ask(address, new Message(headers, body), most, reading);
        if (reply.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw new RefusedCredentialsException(guard.listed(host(address)));
        }
        return Objects.requireNonNull(reply.value());
    }

    /** What is sent. */
    private static final class Message {

        private final Map<String, String> headers;
        private final byte @Nullable [] body;

        Message(Map<String, String> headers, byte @Nullable [] body) {
            this.headers = headers;
            this.body = body;
        }

        boolean hasBody() {
            return body != null;
        }

        void send(HttpURLConnection connection, boolean toFirst) throws IOException {
            if (toFirst) {
                headers.forEach(connection::setRequestProperty);
            }
            if (body != null) {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(body.length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
        }
    }

    /** The same where a 401 is an answer. */
    <T> Reply<T> ask(URI address, Map<String, String> headers, long most, Reading<T> reading)
            throws FetchException, InterruptedException {
        return ask(address, new Message(headers, null), most, reading);
    }

    private <T> Reply<T> ask(URI address, Message message, long most, Reading<T> reading)
            throws FetchException, InterruptedException {
        try (Deadline deadline = new Deadline(longest)) {
            String first = host(address);
            URL url = url(address);
            for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
                SourceHost host = allowed(url, first);
                HttpURLConnection connection = open(url, host, deadline);
                try {
                    message.send(connection, HostGuard.hostOf(url).equals(first));
                    int status = connection.getResponseCode();
                    if (status == HttpURLConnection.HTTP_OK) {
                        try (InputStream content = connection.getInputStream()) {
                            return new Reply<>(
                                    status, List.of(), reading.read(new Limited(content, most, host, deadline)));
                        }
                    }
                    if (status == HttpURLConnection.HTTP_UNAUTHORIZED
                            && HostGuard.hostOf(url).equals(first)) {
                        return new Reply<>(status, challenges(connection), null);
                    }
                    if (!REDIRECTS.contains(status)) {
                        throw refused(status, host);
                    }
                    if (message.hasBody()) {
                        throw new FetchException(
                                Reason.SOURCE_INVALID, "'" + first + "' redirects a request that has a body");
                    }
                    url = next(url, connection.getHeaderField("Location"), host);
                } catch (TooLargeException e) {
                    throw new FetchException(Reason.SOURCE_INVALID, String.valueOf(e.getMessage()));
                } catch (SSLException e) {
                    throw new FetchException(
                            Reason.SOURCE_NOT_ALLOWED,
                            "'" + host.name()
                                    + "' has no certificate that is trusted for it; check 'ca' in its entry of"
                                    + " keelstream.renderers.sources.hosts");
                } catch (IOException e) {
                    throw failed(e, host, deadline);
                } finally {
                    connection.disconnect();
                }
            }
            throw new FetchException(
                    Reason.SOURCE_INVALID, "'" + first + "' redirects more than " + MOST_REDIRECTS + " times");
        }
    }

    static String host(URI address) throws FetchException {
        return HostGuard.hostOf(url(address));
    }

    private SourceHost allowed(URL url, String first) throws FetchException {
        try {
            return guard.allowed(url);
        } catch (FetchException e) {
            throw HostGuard.hostOf(url).equals(first) ? e : e.explained("'" + first + "' redirects: " + e.getMessage());
        }
    }

    private HttpURLConnection open(URL url, SourceHost host, Deadline deadline) throws FetchException {
        try {
            HttpURLConnection connection = WebConnection.open(url, host.proxy(), guard.trust(host));
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setRequestProperty("User-Agent", "keelstream");
            deadline.ends(connection);
            return connection;
        } catch (IOException e) {
            throw failed(e, host, deadline);
        }
    }

    private static FetchException failed(IOException e, SourceHost host, Deadline deadline) {
        HttpProxy proxy = host.proxy();
        String through = proxy == null ? "" : ", asked through the proxy " + proxy + ",";
        boolean refused = proxy != null && String.valueOf(e.getMessage()).contains("Proxy returns");
        String why = deadline.passed()
                ? " does not answer in time"
                : " cannot be reached ("
                        + (refused ? e.getMessage() : e.getClass().getSimpleName()) + ")";
        return new FetchException(
                Reason.SOURCE_UNREACHABLE,
                "'" + host.name() + "'" + through + why + "; it is asked again by itself"
                        + (refused
                                ? ". Check 'proxy' in its entry of keelstream.renderers.sources.hosts, and what the"
                                        + " proxy allows"
                                : ""));
    }

    private static FetchException refused(int status, SourceHost host) {
        if (status == HttpURLConnection.HTTP_FORBIDDEN || status == HttpURLConnection.HTTP_UNAUTHORIZED) {
            return new RefusedCredentialsException(host);
        }
        if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
            return new FetchException(Reason.SOURCE_NOT_FOUND, "'" + host.name() + "' does not have it");
        }
        return new FetchException(
                Reason.SOURCE_UNREACHABLE,
                "'" + host.name() + "' answers with status " + status + "; it is asked again by itself");
    }

    private static List<String> challenges(HttpURLConnection connection) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                fields.put(name, values);
            }
        });
        return fields.getOrDefault("WWW-Authenticate", List.of());
    }

    private static URL next(URL from, @Nullable String location, SourceHost host) throws FetchException {
        try {
            if (location == null || location.length() > 8_000) {
                throw new FetchException(
                        Reason.SOURCE_INVALID, "'" + host.name() + "' redirects without an address that can be used");
            }
            URI next = from.toURI().resolve(location);
            if (next.getRawUserInfo() != null) {
                throw new FetchException(Reason.SOURCE_INVALID, "'" + host.name() + "' redirects with a user");
            }
            return url(next);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new FetchException(
                    Reason.SOURCE_INVALID, "'" + host.name() + "' redirects without an address that can be used");
        }
    }

    private static URL url(URI address) throws FetchException {
        boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        try {
            if (web && address.getHost() != null) {
                return address.toURL();
            }
        } catch (MalformedURLException e) {
            throw new FetchException(Reason.SOURCE_INVALID, "an address that cannot be used");
        }
        throw new FetchException(Reason.SOURCE_NOT_ALLOWED, "an address of another protocol than https");
    }

    /** Closes the connection in use when the time is over. */
    private static final class Deadline implements AutoCloseable {

        private final long end;
        private final Thread watch;
        private volatile @Nullable HttpURLConnection current;

        Deadline(Duration longest) {
            this.end = System.nanoTime() + longest.toNanos();
            this.watch = Thread.ofVirtual().name("source-deadline").start(this::guard);
        }

        void ends(HttpURLConnection connection) {
            current = connection;
        }

        boolean passed() {
            return System.nanoTime() - end >= 0;
        }

        private void guard() {
            try {
                Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                // a redirect may open another one meanwhile
                while (true) {
                    HttpURLConnection connection = current;
                    if (connection != null) {
                        connection.disconnect();
                    }
                    Thread.sleep(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            watch.interrupt();
        }
    }

    /** Content up to a limit, until the deadline. */
    private static final class Limited extends FilterInputStream {

        private final SourceHost host;
        private final Deadline deadline;
        private final long most;
        private long left;

        Limited(InputStream content, long most, SourceHost host, Deadline deadline) {
            super(content);
            this.most = most;
            this.left = most;
            this.host = host;
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (deadline.passed()) {
                throw new IOException("late");
            }
            int read = super.read(bytes, offset, length);
            left -= Math.max(read, 0);
            if (left < 0) {
                throw new TooLargeException("'" + host.name() + "' answers with more than " + most + " bytes");
            }
            return read;
        }
    }

    /** Content that is larger than it may be. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }
}
