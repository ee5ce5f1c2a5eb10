package io.keelstream.canary.prometheus;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says of a request without an answer what is wrong and what to do; the caller puts the name of the source in front. Stateless.
 *
 * <p>A server that refuses the client certificate ends the connection with an alert. In TLS 1.3 the client's handshake is complete by
 * then, so the client may see the closed connection before the alert: over TLS, a closed connection names that possible reason.
 */
final class Failures {

    private static final String CLIENT_CERTIFICATE =
            "a client certificate that it accepts: set tls-bundle to an SSL bundle with certificate and key";

    /** What the JDK says of a connection that the other end closed while this one still read or wrote. */
    private static final Set<String> CLOSED = Set.of("Connection reset", "Connection reset by peer", "Broken pipe");

    private Failures() {}

    /**
     * Of a connection that failed: the first known cause.
     *
     * @param secure whether the request was sent over TLS
     */
    static String of(@Nullable Throwable failure, boolean secure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause, secure);
            if (!known.isEmpty()) {
                return known;
            }
        }
        return failure == null
                ? "does not answer"
                : failure instanceof ConnectException
                        ? "cannot be reached"
                        : "does not answer: " + failure.getMessage();
    }

    /** Whether a body was larger than {@link java.net.http.HttpResponse.BodyHandlers#limiting} lets pass, which has no type of its own. */
    static boolean tooLarge(@Nullable Throwable failure) {
        return failure instanceof IOException
                && String.valueOf(failure.getMessage()).startsWith("body exceeds ");
    }

    private static String known(Throwable cause, boolean secure) {
        return switch (cause) {
            case CertificateExpiredException _ -> "has a certificate that is expired";
            case CertPathBuilderException _ ->
                "has a certificate that no trusted CA signed: set tls-bundle to an SSL bundle with its CA";
            case CertificateException wrongHost
            when wrongHost.getCause() == null -> "has a certificate for another host: " + wrongHost.getMessage();
            case UnresolvedAddressException _ -> "cannot be reached: its host name is unknown";
            case UnknownHostException _ -> "cannot be reached: its host name is unknown";
            case HttpTimeoutException _ -> "does not answer in time";
            case SSLException tls
            when tls.getCause() == null || tls.getCause() instanceof SSLException -> handshake(tls);
            case EOFException _ -> closed(secure);
            case IOException reset when CLOSED.contains(String.valueOf(reset.getMessage())) -> closed(secure);
            default -> "";
        };
    }

    private static String closed(boolean secure) {
        return "closes the connection before its answer is complete"
                + (secure ? "; it may not speak TLS (use http:// in its url), or ask for " + CLIENT_CERTIFICATE : "");
    }

    private static String handshake(SSLException failure) {
        String message = String.valueOf(failure.getMessage());
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("certificate_required") || words.contains("bad_certificate")) {
            return "asks for " + CLIENT_CERTIFICATE;
        }
        if (words.contains("unrecognized ssl message") || words.contains("unsupported or unrecognized")) {
            return "does not speak TLS: use http:// in its url";
        }
        return "cannot be trusted: " + message;
    }

    /** Of a status that does not answer a query. */
    static String of(int status, byte[] body, Access access) {
        String text = new String(body, StandardCharsets.UTF_8);
        return switch (status) {
            case 401 ->
                text.contains("no org id")
                        ? "answers HTTP 401: it asks for a tenant: set tenant"
                        : "answers HTTP 401: " + access.remedy();
            case 403 -> "answers HTTP 403: who asks may not query it";
            case 301, 302, 303, 307, 308 ->
                "answers HTTP " + status + ": something before it redirects; its url must be its own address";
            case 400 ->
                text.contains("HTTPS server")
                        ? "speaks TLS only: use https:// in its url"
                        : "answers HTTP 400 and not as a Prometheus does: is this its base URL?";
            case 404 -> "answers HTTP 404: is this its base URL?";
            default -> "answers HTTP " + status;
        };
    }
}
