package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.git.Authorities;
import io.keelstream.gitwatcher.git.HttpProxy;
import io.keelstream.gitwatcher.git.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks how a web server is reached. Used once.
 *
 * @param property where it is written
 * @param mistakes gets one line per mistake
 */
record NetworkReader(String property, List<String> mistakes) {

    /** @param url the address that it is for */
    Network read(@Nullable String url, @Nullable String ca, @Nullable String proxy) {
        boolean plain = url != null && url.startsWith("http://");
        boolean web = plain || (url != null && url.startsWith("https://"));
        if (ca != null && (!web || plain)) {
            mistakes.add(property + ".ca: has no effect for this url; allowed: with https://");
        }
        if (proxy != null && !web) {
            mistakes.add(property + ".proxy: has no effect for this url; allowed: with https://");
        }
        return new Network(ca(ca), proxy(proxy));
    }

    @Nullable
    Path ca(@Nullable String written) {
        if (written == null) {
            return null;
        }
        Path file = Path.of(written);
        try {
            if (Authorities.of(file).getAcceptedIssuers().length == 0) {
                mistake(".ca", written, "a file with at least one certificate (PEM)");
            }
        } catch (IOException | GeneralSecurityException e) {
            mistake(".ca", written, "a readable file of certificates (PEM)");
        }
        return file;
    }

    @Nullable
    HttpProxy proxy(@Nullable String written) {
        if (written == null || written.isBlank()) {
            return null;
        }
        HttpProxy proxy = HttpProxy.parse(written).orElse(null);
        if (proxy == null) {
            mistakes.add(
                    property + ".proxy: is not the address of a proxy; allowed: http://HOST:PORT, without a user, a"
                            + " password and a path");
        }
        return proxy;
    }

    private void mistake(String at, String value, String allowed) {
        mistakes.add(property + at + ": is '" + value + "'; allowed: " + allowed);
    }
}
