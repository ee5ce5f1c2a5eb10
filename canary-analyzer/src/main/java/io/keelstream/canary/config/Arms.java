package io.keelstream.canary.config;

/** What the two arms of an analysis are to each other. */
public enum Arms {

    /** Each gets the share of the requests that was asked for: a canary without any has failed while the baseline has some. */
    SPLIT,

    /** Requests are matched: nobody knows how many a canary should have, and it may have none. */
    MATCHED,

    /** The same pods: nothing is there to compare them with. */
    SAME
}
