package io.keelstream.gitwatcher.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.source.SourceAddress.GitBase;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import io.keelstream.gitwatcher.source.SourceAddress.RepositoryChart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenTests {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void chartsAndBasesAreRead() {
        assertThat(Written.oci("oci://Registry.example.com:5000/charts/shop", "1.4.2"))
                .contains(new OciChart("registry.example.com:5000", "charts/shop", "1.4.2"));
        assertThat(Written.repository("https://example.com/charts/", "shop", "v1.4.2+a"))
                .contains(new RepositoryChart("https", "example.com", "charts/", "shop", "v1.4.2+a"));
        assertThat(Written.repository("https://example.com", "shop", "1.4.2"))
                .contains(new RepositoryChart("https", "example.com", "", "shop", "1.4.2"));
        assertThat(Written.base("https://example.com/org/infra//base/db?ref=v1.2"))
                .contains(new Written.Base(new GitBase("https", "example.com", "org/infra", "v1.2"), "base/db"));
        assertThat(Written.base("git::https://example.com/org/infra.git?ref=" + COMMIT))
                .contains(new Written.Base(new GitBase("https", "example.com", "org/infra.git", COMMIT), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/org/infra//base",
                "https://example.com/org/infra//base?ref=",
                "https://example.com/org/infra//base?ref=a..b",
                "https://example.com/org/infra//../base?ref=v1",
                "https://example.com/org/infra//base?ref=v1&submodules=true",
                "https://user:word@example.com/org/infra//base?ref=v1",
                "https://example.com?ref=v1",
                "https://[::1]/org/infra?ref=v1",
                "ssh://git@example.com/org/infra?ref=v1",
                "git@example.com:org/infra?ref=v1",
                "file:///org/infra?ref=v1",
                "https://example.com/org/infra?ref=v1#a",
                "../base",
                "https://",
                ""
            })
    void whatIsNoPinnedBaseIsNone(String text) {
        assertThat(Written.base(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oci://registry/",
                "oci:///shop",
                "oci://registry/shop:1.0",
                "oci://registry/shop@sha256:1",
                "oci://registry/../shop",
                "oci://registry/Shop",
                "oci://user@registry/shop",
                "https://registry/shop",
                ""
            })
    void whatIsNoChartOfARegistryIsNone(String text) {
        assertThat(Written.oci(text, "1.0.0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"^1.0.0", "~1.2", ">=1", "1.x", "*", "1.2.3 || 2", "", "latest", "1.2.3.4", "1 .2"})
    void rangeIsNoVersion(String text) {
        assertThat(Written.isVersion(text)).isFalse();
    }
}
