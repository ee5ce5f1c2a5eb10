package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.network.Authorities;
import io.keelstream.gitwatcher.network.HttpProxy;
import io.keelstream.gitwatcher.network.Network;
import io.keelstream.gitwatcher.network.NoProxy;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
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
    Network read(@Nullable String url, @Nullable String ca, @Nullable Proxy proxy) {
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
    HttpProxy proxy(@Nullable Proxy written) {
        if (written == null || written.url().isBlank()) {
            return null;
        }
        HttpProxy proxy = HttpProxy.parse(written.url()).orElse(null);
        if (proxy == null) {
            mistakes.add(property
                    + ".proxy: is not the address of a proxy; allowed: http://HOST:PORT, without a path; a user and a"
                    + " password are properties of their own");
            return null;
        }
        List<String> others = new ArrayList<>();
        NoProxy past = NoProxy.parse(written.noProxy(), others);
        others.forEach(each -> mistake(
                ".proxy.no-proxy",
                each,
                "hosts such as example.com, .example.com or example.com:8443, addresses such"
                        + " as 10.1.2.3 or 10.1.0.0/16, or *"));
        return proxy.with(login(written), past);
    }

    private HttpProxy.@Nullable Login login(Proxy written) {
        String user = written.user();
        String password = written.password();
        if (user == null && password == null) {
            return null;
        }
        if (user == null || password == null || user.isEmpty() || user.indexOf(':') >= 0) {
            mistakes.add(
                    property
                            + ".proxy: has only a user or only a password, or a ':' in its user; allowed: both, or none of them");
            return null;
        }
        return new HttpProxy.Login(user, password);
    }

    private void mistake(String at, String value, String allowed) {
        mistakes.add(property + at + ": is '" + value + "'; allowed: " + allowed);
    }
}
