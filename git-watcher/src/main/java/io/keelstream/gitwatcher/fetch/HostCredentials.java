package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.credential.CredentialException;
import io.keelstream.gitwatcher.credential.CredentialHelper;
import io.keelstream.gitwatcher.credential.Issued;
import io.keelstream.gitwatcher.network.BasicCredentials;
import java.util.Map;

/** How a host knows who asks. No text form shows a secret. */
public sealed interface HostCredentials {

    /**
     * What the host is told now.
     *
     * @throws FetchException where a helper issues nothing
     */
    Known now() throws FetchException;

    /** What a host is told of who asks. */
    sealed interface Known extends HostCredentials {

        @Override
        default Known now() {
            return this;
        }

        /** The header that says so; empty where nothing is said. */
        Map<String, String> header();

        /** The same for hosts of Git, which take a token as a password. */
        default Known forGit() {
            return this;
        }
    }

    /** Nothing. */
    record None() implements Known {
        @Override
        public Map<String, String> header() {
            return Map.of();
        }
    }

    /** A user and a password. */
    record Basic(String user, String password) implements Known {
        @Override
        public Map<String, String> header() {
            return Map.of("Authorization", BasicCredentials.header(user, password));
        }

        @Override
        public String toString() {
            return "Basic[" + user + "]";
        }
    }

    /** A token. */
    record Bearer(String token) implements Known {
        @Override
        public Map<String, String> header() {
            return Map.of("Authorization", "Bearer " + token);
        }

        @Override
        public Known forGit() {
            return new Basic("token", token);
        }

        @Override
        public String toString() {
            return "Bearer[]";
        }
    }

    /** What a helper issues. */
    record Exec(CredentialHelper helper) implements HostCredentials {

        @Override
        public Known now() throws FetchException {
            Issued issued = issued();
            return issued.isToken() ? new Bearer(issued.secret()) : new Basic(issued.user(), issued.secret());
        }

        /** The host refused what was issued: the helper is asked again the next time. */
        void refused() throws FetchException {
            helper.refused(issued());
        }

        private Issued issued() throws FetchException {
            try {
                return helper.issue();
            } catch (CredentialException e) {
                throw failed(e);
            }
        }

        /** The helper issued nothing. */
        static FetchException failed(CredentialException why) {
            return new FetchException(Reason.SOURCE_UNAUTHORIZED, why.getMessage() + "; it is asked again by itself");
        }
    }
}
