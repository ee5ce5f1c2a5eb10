package io.keelstream.tracing;

/**
 * Names of attributes: those of OpenTelemetry's semantic conventions 1.45 (error, messaging, Kafka, Kubernetes, VCS) where
 * they exist, Keelstream's own where they do not.
 */
public final class SpanAttributes {

    public static final String INSTALLATION = "keelstream.installation";
    public static final String TARGET = "keelstream.target";
    public static final String COMMIT = "keelstream.commit";
    public static final String PLAN = "keelstream.plan";
    public static final String DEPLOYMENT = "keelstream.deployment";
    public static final String ANALYSIS = "keelstream.analysis";

    public static final String CLUSTER = "k8s.cluster.name";
    public static final String NAMESPACE = "k8s.namespace.name";
    public static final String REF = "vcs.ref.head.name";

    /** What Keelstream's own names begin with. */
    static final String OURS = "keelstream.";

    static final String ERROR_TYPE = "error.type";
    static final String REPOSITORY = "vcs.repository.name";
    static final String REVISION = "vcs.ref.head.revision";

    static final String MESSAGING_SYSTEM = "messaging.system.name";
    static final String OPERATION = "messaging.operation.name";
    static final String OPERATION_TYPE = "messaging.operation.type";
    static final String DESTINATION = "messaging.destination.name";
    static final String PARTITION = "messaging.destination.partition.id";
    static final String MESSAGE_ID = "messaging.message.id";
    static final String MESSAGE_KEY = "kafka.message.key";
    static final String OFFSET = "kafka.offset";

    private SpanAttributes() {}
}
