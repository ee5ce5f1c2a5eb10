package io.keelstream.kubernetes.client;

import java.time.Duration;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one API server, with the credentials that are valid now: once the files that hold them have changed, or the server
 * does not know them any more, requests go another {@link ClusterWay}. What is under way goes on as it was sent. Credentials that
 * cannot be used, as a certificate whose key is still the former one, change nothing. Thread-safe.
 */
final class ClusterConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterConnection.class);

    /** The files are looked at when a request is sent, at most so often. */
    static final Duration LOOK = Duration.ofSeconds(10);

    /** Credentials that the server does not know are read again at most so often. */
    static final Duration AGAIN = Duration.ofSeconds(1);

    private final ClusterSettings settings;
    private final LongSupplier nanoTime;
    private volatile ClusterWay way;
    private volatile long opened;
    private volatile long looked;
    private boolean unusable;

    private ClusterConnection(ClusterSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.way = ClusterWay.open(settings);
        this.opened = nanoTime.getAsLong();
        this.looked = opened;
    }

    /** Throws {@link IllegalArgumentException}, naming the file, when the settings do not lead to a server. */
    static ClusterConnection open(ClusterSettings settings) {
        return open(settings, System::nanoTime);
    }

    /** The same with another clock, in nanoseconds. */
    static ClusterConnection open(ClusterSettings settings, LongSupplier nanoTime) {
        return new ClusterConnection(settings, nanoTime);
    }

    /**
     * A call that is not sent yet.
     *
     * @param account the user to act as; null for the connection's own. It is part of the request alone: connections and
     *     credentials are everybody's, and nobody's account stays behind on them
     */
    Call call(ApiRequest request, @Nullable String account) {
        ClusterWay now = current();
        return now.calls().newCall(http(now, request, account));
    }

    /** A watch, or a question, that is not sent yet: it does not share the connections of calls. */
    Call watch(ApiRequest request) {
        ClusterWay now = current();
        return now.watches().newCall(http(now, request, null));
    }

    /**
     * The server does not know the credentials that a call was sent with (401): they are read again, unless that was done since.
     *
     * @return whether others are used now, and sending the request again is worth it
     */
    synchronized boolean refused(Call call) {
        boolean former = !way.equals(call.request().tag(ClusterWay.class));
        return former || (nanoTime.getAsLong() - opened >= AGAIN.toNanos() && reopen());
    }

    @Override
    public void close() {
        way.close();
    }

    private ClusterWay current() {
        long now = nanoTime.getAsLong();
        if (now - looked >= LOOK.toNanos()) {
            looked = now;
            look();
        }
        return way;
    }

    private synchronized void look() {
        if (!CredentialFiles.of(settings).equals(way.files())) {
            reopen();
        }
    }

    private boolean reopen() {
        ClusterWay former = way;
        try {
            way = ClusterWay.open(settings);
        } catch (IllegalArgumentException e) {
            if (!unusable) {
                LOG.atWarn()
                        .addKeyValue("cluster", settings.name())
                        .addKeyValue("error", e.getMessage())
                        .log("Changed credentials cannot be used; the former ones are used further");
            }
            unusable = true;
            return false;
        }
        unusable = false;
        opened = nanoTime.getAsLong();
        former.retire();
        LOG.atInfo().addKeyValue("cluster", settings.name()).log("The credentials were read again");
        return true;
    }

    private static Request http(ClusterWay way, ApiRequest request, @Nullable String account) {
        HttpUrl.Builder url =
                way.base().newBuilder().addPathSegments(request.target().path());
        request.query().forEach(url::addQueryParameter);
        ApiRequest.Body body = request.body();
        RequestBody content =
                body == null ? null : RequestBody.create(body.bytes(), okhttp3.MediaType.get(body.mediaType()));
        Request.Builder complete = new Request.Builder()
                .url(url.build())
                .headers(way.headers())
                .header("Accept", request.accept())
                .method(request.verb().method(), content)
                .tag(ClusterWay.class, way);
        return (account == null ? complete : complete.header("Impersonate-User", account)).build();
    }
}
