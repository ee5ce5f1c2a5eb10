package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.network.AddressRange;
import java.net.InetAddress;
import java.util.List;

/**
 * Addresses that anybody may have, as opposed to those of a machine, a link, a cluster or a company: what the
 * <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">special-purpose registries</a> of IANA list as not globally
 * reachable is not public. Pure.
 */
final class PublicAddresses {

    private static final List<AddressRange> SPECIAL = List.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .stream()
            .map(AddressRange::of)
            .toList();

    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.of("2002::/16");

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        if (NAT64.contains(address)) {
            return contain(AddressRange.inside(address, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return contain(AddressRange.inside(address, 2));
        }
        return SPECIAL.stream().noneMatch(each -> each.contains(address));
    }
}
