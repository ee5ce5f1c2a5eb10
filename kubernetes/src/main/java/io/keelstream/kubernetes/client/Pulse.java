package io.keelstream.kubernetes.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Response;

/**
 * Whether one API server is there: when it was heard last, by whomever, and a question for its version where somebody waits
 * long. One question is under way at a time, on the connection of the watches: the calls may have filled theirs. Thread-safe.
 */
final class Pulse {

    private static final ApiRequest VERSION = ApiRequest.version();

    private final ClusterConnection connection;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile ServerPace pace;
    private volatile long heard = System.nanoTime();
    private volatile long asked = heard;

    Pulse(ClusterConnection connection, Duration limit) {
        this.connection = connection;
        this.pace = ServerPace.unknown(limit);
    }

    /** The server sent something. */
    void heard() {
        heard = System.nanoTime();
    }

    /** Time since the server last sent anything, as an answer or in a watch; at first, since the start. */
    Duration sinceHeard() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    /** Whether the server sent anything since a time of {@link System#nanoTime}. */
    boolean heardSince(long time) {
        return heard - time > 0;
    }

    ServerPace pace() {
        return pace;
    }

    /** Asks on a thread of its own, unless a question is under way or was answered a moment ago. */
    void ask() {
        boolean due = System.nanoTime() - asked > pace.slow().toNanos() / 2;
        if (due && asking.compareAndSet(false, true)) {
            asked = System.nanoTime();
            Thread.ofVirtual().name("cluster-question").start(this::question);
        }
    }

    private void question() {
        Call call = connection.watch(VERSION);
        call.timeout().timeout(pace.longestQuestion().toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            response.body().bytes();
            heard();
            pace = pace.answered(Duration.ofNanos(System.nanoTime() - asked));
        } catch (IOException e) {
            // No answer is what silence is made of.
            return;
        } finally {
            asking.set(false);
        }
    }
}
