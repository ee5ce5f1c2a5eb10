package io.keelstream.gitwatcher.network;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that are asked past a proxy, as {@code NO_PROXY} of curl and Go has them: {@code example.com} is that host and all below it,
 * {@code .example.com} and {@code *.example.com} are those below it, {@code *} is every host, and each may have a port. Addresses and
 * ranges of them are for hosts that are written as an address: no name is resolved to find out. Immutable.
 */
public record NoProxy(List<Rule> rules) {

    /** No host. */
    public static final NoProxy NONE = new NoProxy(List.of());

    private static final Pattern NAME = Pattern.compile("(\\*?\\.)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\\d{1,5}))?");

    public NoProxy {
        rules = List.copyOf(rules);
    }

    /** One of the hosts that are written. */
    public sealed interface Rule {

        /** What is written; empty for what is none. */
        static Optional<Rule> parse(String written) {
            String text = written.strip().toLowerCase(Locale.ROOT);
            if (text.equals("*")) {
                return Optional.of(new Every());
            }
            Optional<AddressRange> range = AddressRange.parse(text);
            if (range.isPresent()) {
                return range.map(Addresses::new);
            }
            Matcher name = NAME.matcher(text);
            return name.matches()
                    ? Optional.of(new Names(
                            name.group(2),
                            name.group(1) == null,
                            name.group(3) == null ? 0 : Integer.parseInt(name.group(3))))
                    : Optional.empty();
        }

        /** Whether a host is one of them; {@code address} is the host where it is written as one. */
        boolean matches(String host, @Nullable InetAddress address, int port);
    }

    /** Every host. */
    record Every() implements Rule {
        @Override
        public boolean matches(String host, @Nullable InetAddress address, int port) {
            return true;
        }
    }

    /**
     * A name and those below it.
     *
     * @param itself whether the name itself is one
     * @param only the only port; 0 for all
     */
    record Names(String name, boolean itself, int only) implements Rule {
        @Override
        public boolean matches(String host, @Nullable InetAddress address, int port) {
            boolean named = host.endsWith("." + name) || (itself && host.equals(name));
            return named && (only == 0 || only == port);
        }
    }

    /** Addresses. */
    record Addresses(AddressRange range) implements Rule {
        @Override
        public boolean matches(String host, @Nullable InetAddress address, int port) {
            return address != null && range.contains(address);
        }
    }

    /**
     * The hosts that are written.
     *
     * @param others gets what is no host
     */
    public static NoProxy parse(List<String> written, List<String> others) {
        List<Rule> rules = new ArrayList<>();
        written.forEach(each -> Rule.parse(each).ifPresentOrElse(rules::add, () -> others.add(each)));
        return new NoProxy(rules);
    }

    /** Whether a host is asked past the proxy. */
    public boolean contains(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
        InetAddress address =
                AddressRange.parse(name).map(AddressRange::network).orElse(null);
        return rules.stream().anyMatch(each -> each.matches(name, address, port));
    }
}
