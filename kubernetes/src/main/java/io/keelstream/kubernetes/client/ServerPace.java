package io.keelstream.kubernetes.client;

import java.time.Duration;

/**
 * How long an API server is waited for: the one home of that rule. An answer that is late says nothing of the server: a
 * large body, a webhook or other people's requests take their time. So a call is waited for while the server answers
 * anything at all, and a slow call makes the client ask a question that costs nothing, for the version. A server that
 * answers nothing for {@link #silence} is away. The limit follows the server: one that takes long for its version is given
 * more time. Pure.
 *
 * @param limit the shortest time without any answer that means that the server is away
 * @param question how long the server took for its version when it was asked last; zero before
 */
record ServerPace(Duration limit, Duration question) {

    /** How many times the limit a slow server is given at most. */
    private static final int MOST = 6;

    /** A path to the server that carries less is as good as none. */
    private static final long BYTES_PER_SECOND = 50_000;

    /** Before anything is known of the server. */
    static ServerPace unknown(Duration limit) {
        return new ServerPace(limit, Duration.ZERO);
    }

    /** The server was asked for its version and answered after this time. */
    ServerPace answered(Duration after) {
        return new ServerPace(limit, after);
    }

    /** A call that lasts longer is slow: it makes room for others, and the server is asked whether it is there. */
    Duration slow() {
        return limit.dividedBy(5);
    }

    /** How long the server is given to answer the question; the answer teaches even after the server was called away. */
    Duration longestQuestion() {
        return limit.multipliedBy(MOST);
    }

    /**
     * A server that answers nothing for so long is away.
     *
     * @param bytes size of the call's body: the way may be busy with it
     */
    Duration silence(long bytes) {
        Duration twice = question.multipliedBy(2);
        Duration most = longestQuestion();
        Duration learned = twice.compareTo(limit) < 0 ? limit : twice.compareTo(most) < 0 ? twice : most;
        return learned.plusMillis(bytes * 1000 / BYTES_PER_SECOND);
    }
}
