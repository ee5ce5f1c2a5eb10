package io.keelstream.messaging.bounds;

/** The largest records that are read. Every writer of Keelstream stays far below. */
public final class Bounds {

    /** A record after decompression, headers included. The largest that is written has 12 MiB of data. */
    public static final int MOST_RECORD_BYTES = 13 << 20;

    /** A batch of records after decompression; what comes behind it in the batch is not read. */
    public static final long MOST_BATCH_BYTES = 64L << 20;

    /** Bytes of a key in UTF-8. */
    public static final int MOST_KEY_BYTES = 4 << 10;

    /** Headers of a record; each takes some hundred bytes of memory for two on the wire. */
    public static final int MOST_HEADERS = 200;

    /** Snappy is decompressed in chunks of any size, at most 21 times as large as they come. */
    static final int MOST_SNAPPY_BYTES = 512 << 10;

    private Bounds() {}
}
