package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.network.AddressRange;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "fe80::1",
                "fd00::1",
                "fc00:ec2::254",
                "ff02::1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::1"
            })
    void addressOfAMachineALinkOrACompanyIsNotPublic(String address) {
        assertThat(PublicAddresses.contain(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"140.82.121.3", "172.32.0.1", "100.128.0.1", "2606:50c0:8000::153", "64:ff9b::8c52:7903"})
    void addressThatAnybodyMayHaveIsPublic(String address) {
        assertThat(PublicAddresses.contain(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void hostMayHaveTheAddressesOfItsEntryAlone() {
        // Given
        SourceHost inside = new SourceHost(
                "charts.internal", new HostCredentials.None(), null, List.of(AddressRange.of("10.1.0.0/16")), false);

        // Then
        assertThat(inside.mayBeAt(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
        assertThat(inside.mayBeAt(InetAddress.ofLiteral("10.2.2.3"))).isFalse();
        assertThat(inside.mayBeAt(InetAddress.ofLiteral("140.82.121.3"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0", "localhost", "10.0.0.0/-1", "1.2.3.4.5", "::1/129", "", "10.0.0.1/"})
    void whatIsNoRangeIsNone(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "10.0.0.1", "fd00::/8", "::1", "0.0.0.0/0"})
    void rangeIsRead(String text) {
        assertThat(AddressRange.parse(text)).isPresent();
    }
}
