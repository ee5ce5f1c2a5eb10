package io.keelstream.messaging.bounds;

/**
 * How much one poll may take into memory, after decompression; what goes through the decompressor and is thrown away counts
 * too, so that no poll is long. Used by one thread.
 */
public final class ReadBudget {

    /** A poll may exceed it by its last batch's {@link Bounds#MOST_BATCH_BYTES} that are passed over, and by one record. */
    private static final long BYTES = 16L << 20;

    private long left = BYTES;

    /** A new budget, unspent. */
    public ReadBudget() {}

    /** A new poll begins. */
    public void renew() {
        left = BYTES;
    }

    /** Whether the poll has to end. */
    public boolean spent() {
        return left <= 0;
    }

    /** Bytes came out of the decompressor. */
    void spend(long bytes) {
        left -= bytes;
    }
}
