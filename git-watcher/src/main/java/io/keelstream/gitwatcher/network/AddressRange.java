package io.keelstream.gitwatcher.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Addresses with a common beginning: {@code 10.1.0.0/16}, or one address. Immutable.
 *
 * @param network the first address
 * @param bits how many bits all have in common
 */
public record AddressRange(InetAddress network, int bits) {

    /** The range of a text; empty for what is none. A name is none: it would be resolved. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        try {
            InetAddress network = InetAddress.ofLiteral(address);
            int all = network.getAddress().length * 8;
            String size = slash < 0 ? String.valueOf(all) : text.substring(slash + 1);
            int bits = size.matches("\\d{1,3}") ? Integer.parseInt(size) : -1;
            return bits >= 0 && bits <= all ? Optional.of(new AddressRange(network, bits)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A range that is written in the code. */
    public static AddressRange of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** Whether the address is one of them. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The IPv4 address that an IPv6 address of a translator has in it, from some byte on. */
    public static InetAddress inside(InetAddress address, int from) {
        byte[] all = address.getAddress();
        try {
            return InetAddress.getByAddress(new byte[] {all[from], all[from + 1], all[from + 2], all[from + 3]});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
