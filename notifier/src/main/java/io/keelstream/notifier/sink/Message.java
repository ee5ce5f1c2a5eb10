package io.keelstream.notifier.sink;

import java.net.URI;
import java.util.Map;

/**
 * What is POSTed to a sink. Address and headers may be secrets.
 *
 * @param address where to
 * @param headers name to value
 * @param body JSON
 */
public record Message(URI address, Map<String, String> headers, String body) {

    public Message {
        headers = Map.copyOf(headers);
    }

    /** Names the host alone. */
    @Override
    public String toString() {
        return "Message[to " + address.getHost() + "]";
    }
}
