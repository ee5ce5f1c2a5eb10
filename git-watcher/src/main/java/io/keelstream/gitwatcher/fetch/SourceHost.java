package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.network.AddressRange;
import io.keelstream.gitwatcher.network.HttpProxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host from which charts and bases may be fetched.
 *
 * @param name its name, with its port where that is not the usual one: {@code registry.example.com:5000}
 * @param credentials what it is told of who asks
 * @param ca file of the certificates that vouch for it (PEM); null for those of Java
 * @param addresses the only addresses that it may have; empty for all that are public
 * @param plain whether it is asked without TLS
 * @param proxy what it is asked through, which then decides where it is; null where it is asked directly
 */
public record SourceHost(
        String name,
        HostCredentials credentials,
        @Nullable Path ca,
        List<AddressRange> addresses,
        boolean plain,
        @Nullable HttpProxy proxy) {

    /** One that is asked directly. */
    public SourceHost(
            String name, HostCredentials credentials, @Nullable Path ca, List<AddressRange> addresses, boolean plain) {
        this(name, credentials, ca, addresses, plain, null);
    }

    public SourceHost {
        addresses = List.copyOf(addresses);
    }

    /** Whether the host may have an address. */
    boolean mayBeAt(InetAddress address) {
        return addresses.isEmpty()
                ? PublicAddresses.contain(address)
                : addresses.stream().anyMatch(each -> each.contains(address));
    }
}
