package io.keelstream.contracts.webhook;

/**
 * A Git host reported a push to a ref; the record's key names the ref. It carries no trust and no commit: whoever owns the ref
 * asks the repository itself.
 *
 * @param provider which kind of host reported it, e.g. {@code github}
 */
public record WebhookReceived(String provider) {}
