package io.keelstream.messaging.codec;

/** Names of record headers: CloudEvents attributes in Kafka's binary mode, W3C trace context, and Keelstream's own. */
public final class Headers {

    public static final String SPEC_VERSION = "ce_specversion";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String ID = "ce_id";
    public static final String SUBJECT = "ce_subject";
    public static final String PARTITION_KEY = "ce_partitionkey";
    public static final String TIME = "ce_time";
    public static final String SEQUENCE = "ce_sequence";
    public static final String CORRELATION_ID = "ce_correlationid";
    public static final String CAUSATION_ID = "ce_causationid";
    public static final String DATA_SCHEMA = "ce_dataschema";
    public static final String CONTENT_TYPE = "content-type";
    public static final String TRACE_PARENT = "traceparent";

    /** In which layout the data are written; records of versions before it have none. */
    public static final String LAYOUT = "keelstream-layout";

    /** On a state record: the last sequence number of every stream record that was written with it. */
    public static final String LAST_SEQUENCES = "keelstream-last-sequences";

    private Headers() {}
}
