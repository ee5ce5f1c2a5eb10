package io.keelstream.kubernetes.fields;

/** How a field manager writes. */
public enum Operation {
    /** Server-side apply: the manager states its whole intent. */
    APPLY("Apply"),
    /** Create, update and patch. */
    UPDATE("Update");

    private final String text;

    Operation(String text) {
        this.text = text;
    }

    /** The word in managedFields. */
    public String text() {
        return text;
    }

    static Operation parse(Object text) {
        if (APPLY.text.equals(text)) {
            return APPLY;
        }
        if (UPDATE.text.equals(text)) {
            return UPDATE;
        }
        throw new IllegalArgumentException(
                "the operation of a managedFields entry is neither Apply nor Update: " + text);
    }
}
