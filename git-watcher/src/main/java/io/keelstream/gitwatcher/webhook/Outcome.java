package io.keelstream.gitwatcher.webhook;

/** What becomes of a delivery. */
public enum Outcome {
    ACCEPTED("accepted", 202, "accepted: the ref is looked at"),
    IGNORED("ignored", 202, "accepted, and nothing to do: no watched ref is named"),
    MALFORMED("malformed", 400, "the body is not JSON"),
    FORGED(
            "forged",
            401,
            "the signature or token is missing or wrong: compare the secret with keelstream.repositories[].webhook"),
    UNKNOWN("unknown", 404, "no repository with a webhook has this name"),
    TOO_SLOW("slow", 408, "the body did not arrive in time"),
    TOO_LARGE("large", 413, "the body is larger than 2 MiB"),
    FORM("form", 415, "choose the content type application/json for this webhook");

    /** The header that repeats the {@link #label} to programs. */
    public static final String HEADER = "Keelstream-Outcome";

    private final String label;
    private final int status;
    private final String text;

    Outcome(String label, int status, String text) {
        this.label = label;
        this.status = status;
        this.text = text;
    }

    /** The label of the metric. */
    public String label() {
        return label;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** The answer for people; says nothing of what was sent. */
    public String text() {
        return text;
    }
}
