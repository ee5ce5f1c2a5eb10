package io.keelstream.gitwatcher.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a host is told of who asks. No text form shows a secret. */
public sealed interface HostCredentials {

    /** Nothing. */
    record None() implements HostCredentials {}

    /** A user and a password. */
    record Basic(String user, String password) implements HostCredentials {

        /** The value of the header {@code Authorization}. */
        String header() {
            String both = user + ":" + password;
            return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Basic[" + user + "]";
        }
    }

    /** A token. */
    record Bearer(String token) implements HostCredentials {
        @Override
        public String toString() {
            return "Bearer[]";
        }
    }
}
