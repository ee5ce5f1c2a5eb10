package io.keelstream.gitwatcher.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts are asked past a proxy. */
class NoProxyTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    example.com        | example.com      | 443  | true
                    example.com        | git.example.com  | 443  | true
                    example.com        | GIT.Example.COM. | 443  | true
                    example.com        | badexample.com   | 443  | false
                    example.com        | example.com.org  | 443  | false
                    .example.com       | git.example.com  | 443  | true
                    .example.com       | example.com      | 443  | false
                    *.example.com      | a.b.example.com  | 443  | true
                    *.example.com      | example.com      | 443  | false
                    example.com:8443   | example.com      | 8443 | true
                    example.com:8443   | example.com      | 443  | false
                    10.1.0.0/16        | 10.1.2.3         | 443  | true
                    10.1.0.0/16        | 10.2.2.3         | 443  | false
                    10.1.0.0/16        | ten.example.com  | 443  | false
                    10.1.2.3           | 10.1.2.3         | 443  | true
                    fd00::/8           | [fd00::1]        | 443  | true
                    fd00::/8           | [fe80::1]        | 443  | false
                    *                  | example.com      | 80   | true
                    localhost          | localhost        | 80   | true
                    other,example.com  | example.com      | 443  | true
                    """)
    void hostIsAskedPastTheProxy(String written, String host, int port, boolean past) {
        List<String> others = new ArrayList<>();
        assertThat(NoProxy.parse(Arrays.asList(written.split(",")), others).contains(host, port))
                .isEqualTo(past);
        assertThat(others).isEmpty();
    }

    @Test
    void whatIsNoHostIsNamed() {
        List<String> others = new ArrayList<>();
        List<String> written = List.of("", "https://example.com", "a b", "10.0.0.0/33", "ex*mple.com", "example.com:x");
        assertThat(NoProxy.parse(written, others)).isEqualTo(NoProxy.NONE);
        assertThat(others).isEqualTo(written);
    }

    @Test
    void nobodyIsByDefault() {
        assertThat(NoProxy.NONE.contains("example.com", 443)).isFalse();
    }
}
