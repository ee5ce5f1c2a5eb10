package io.keelstream.kubernetes.client;

/** What a request does, in the words of the API server's own metrics. */
enum Verb {
    GET("GET", false),
    LIST("GET", false),
    WATCH("GET", false),
    DISCOVER("GET", false),
    CREATE("POST", true),
    APPLY("PATCH", true),
    PATCH("PATCH", true),
    DELETE("DELETE", true);

    private final String method;
    private final boolean write;

    Verb(String method, boolean write) {
        this.method = method;
        this.write = write;
    }

    /** The HTTP method. */
    String method() {
        return method;
    }

    /** Whether it changes the cluster unless it is a dry-run. */
    boolean isWrite() {
        return write;
    }

    /** The metric tag. */
    String tag() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The verb that a role must allow: an apply is authorised as a patch. */
    String permission() {
        return switch (this) {
            case APPLY -> "patch";
            case DISCOVER -> "get";
            case GET, LIST, WATCH, CREATE, PATCH, DELETE -> tag();
        };
    }
}
