package io.keelstream.gitwatcher.network;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The Basic scheme of RFC 7617, in which servers and proxies are told who asks. Stateless. */
public final class BasicCredentials {

    private BasicCredentials() {}

    /** The value of the header {@code Authorization} or {@code Proxy-Authorization}. */
    public static String header(String user, String password) {
        String both = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }
}
