package io.keelstream.gitwatcher.webhook;

/**
 * What one repository's webhooks are like.
 *
 * @param provider the kind of host that sends them
 * @param secret what the host and this installation share; at least {@link #SHORTEST_SECRET} characters
 */
public record WebhookSettings(Provider provider, String secret) {

    /** Guessing a shorter one is worthwhile. */
    public static final int SHORTEST_SECRET = 16;

    public WebhookSettings {
        if (secret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("the secret has fewer than " + SHORTEST_SECRET + " characters");
        }
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "WebhookSettings[" + provider.label() + "]";
    }
}
