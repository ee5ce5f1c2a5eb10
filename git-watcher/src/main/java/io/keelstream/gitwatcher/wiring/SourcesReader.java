package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.fetch.HostCredentials;
import io.keelstream.gitwatcher.fetch.SourceHost;
import io.keelstream.gitwatcher.fetch.SourceSettings;
import io.keelstream.gitwatcher.network.AddressRange;
import io.keelstream.gitwatcher.network.HttpProxy;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Elsewhere;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.Host;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks {@code keelstream.renderers.sources}. Used once. */
final class SourcesReader {

    private static final String PROPERTY = "keelstream.renderers.sources";
    private static final String NAME = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?";

    private final List<String> mistakes;

    /** @param mistakes receives one line per mistake */
    SourcesReader(List<String> mistakes) {
        this.mistakes = mistakes;
    }

    SourceSettings read(Elsewhere written) {
        List<SourceHost> hosts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < written.hosts().size(); i++) {
            String at = PROPERTY + ".hosts[" + i + "]";
            Host host = written.hosts().get(i);
            String name = host.name().toLowerCase(Locale.ROOT);
            if (!name.matches(NAME)) {
                mistake(at + ".name", host.name(), "a host such as registry.example.com or registry.example.com:5000");
            } else if (!names.add(name)) {
                mistake(at + ".name", host.name(), "a host that no other entry has");
            }
            NetworkReader network = new NetworkReader(at, mistakes);
            HttpProxy proxy = proxy(network, name, host);
            if (proxy != null && !host.addresses().isEmpty()) {
                mistakes.add(at
                        + ".addresses: has no effect with a proxy, which decides where a host is; allowed: one"
                        + " of both");
            }
            hosts.add(new SourceHost(
                    name, credentials(at, host), network.ca(host.ca()), addresses(at, host), host.plain(), proxy));
        }
        Duration check = written.check();
        if (check.compareTo(Duration.ofSeconds(1)) < 0 || check.compareTo(Duration.ofHours(24)) > 0) {
            mistake(PROPERTY + ".check", check.toString(), "a duration from 1s to 24h");
        }
        if (written.cache().toMegabytes() < 64) {
            mistake(PROPERTY + ".cache", written.cache().toString(), "at least 64MB");
        }
        return new SourceSettings(hosts, check, written.cache().toBytes());
    }

    /** What the host is asked through; null where it is asked past its proxy. */
    private static @Nullable HttpProxy proxy(NetworkReader network, String name, Host host) {
        HttpProxy proxy = network.proxy(host.proxy());
        try {
            return proxy == null
                    ? null
                    : proxy.to(URI.create((host.plain() ? "http://" : "https://") + name)
                            .toURL());
        } catch (IllegalArgumentException | MalformedURLException e) {
            return proxy;
        }
    }

    private HostCredentials credentials(String at, Host host) {
        if (host.exec() != null) {
            if (host.token() != null || host.user() != null || host.password() != null) {
                mistakes.add(at + ": has a helper and other credentials; allowed: one of both");
            }
            return new HostCredentials.Exec(new ExecReader(mistakes).helper(at + ".exec", host.exec()));
        }
        if (host.token() != null) {
            if (host.user() != null || host.password() != null) {
                mistakes.add(at + ": has a token and a user or password; allowed: one of both");
            }
            return new HostCredentials.Bearer(host.token());
        }
        if (host.user() != null && host.password() != null) {
            return new HostCredentials.Basic(host.user(), host.password());
        }
        if (host.user() != null || host.password() != null) {
            mistakes.add(at + ": has only a user or only a password; allowed: both, or a token");
        }
        return new HostCredentials.None();
    }

    private List<AddressRange> addresses(String at, Host host) {
        List<AddressRange> addresses = new ArrayList<>();
        for (String each : host.addresses()) {
            AddressRange.parse(each)
                    .ifPresentOrElse(
                            addresses::add,
                            () -> mistake(at + ".addresses", each, "addresses such as 10.1.2.3 or 10.1.0.0/16"));
        }
        return addresses;
    }

    private void mistake(String property, String value, String allowed) {
        mistakes.add(property + ": is '" + value + "'; allowed: " + allowed);
    }
}
