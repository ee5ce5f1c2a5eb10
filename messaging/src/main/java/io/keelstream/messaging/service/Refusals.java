package io.keelstream.messaging.service;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Says in one line why Kafka did not do what was asked, to whom, and what helps. Pure. */
final class Refusals {

    private Refusals() {}

    /** The line of a failed call. */
    static String line(KafkaSettings settings, Throwable cause) {
        String broker = "Kafka at " + settings.bootstrapServers();
        return switch (cause) {
            case SaslAuthenticationException _ ->
                broker + " does not let '" + settings.principal() + "' in (" + cause.getMessage()
                        + "): check the password, and that the broker knows the user";
            case SslAuthenticationException _ ->
                broker + " and " + certificate(settings) + " do not trust each other (" + cause.getMessage()
                        + "): check the key store, the trust store and the host name in the broker's certificate";
            case AuthorizationException _ -> broker + " forbids it to " + who(settings) + ": " + cause.getMessage();
            default ->
                broker + " does not answer (" + cause
                        + "): check the bootstrap servers, that the broker runs, and that" + " this listener speaks "
                        + settings.protocol();
        };
    }

    /** The line of a right that is missing. */
    static String missing(KafkaSettings settings, String operation, String thing) {
        return who(settings) + " may not " + operation + " " + thing + ": grant it, as `keelstream provision` does";
    }

    private static String who(KafkaSettings settings) {
        return settings.principal().isEmpty() ? "a client without a name" : "'" + settings.principal() + "'";
    }

    private static String certificate(KafkaSettings settings) {
        return settings.byPassword() || settings.principal().isEmpty()
                ? "this client"
                : "the client certificate of " + settings.principal();
    }
}
