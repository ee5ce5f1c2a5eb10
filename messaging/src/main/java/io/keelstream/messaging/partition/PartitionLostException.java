package io.keelstream.messaging.partition;

/** The partition is no longer ours, or has to be loaded anew. Its worker is being closed: end without writing anything. */
public class PartitionLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PartitionLostException(String message) {
        super(message);
    }
}
