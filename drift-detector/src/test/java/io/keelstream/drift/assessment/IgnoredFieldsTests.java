package io.keelstream.drift.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IgnoredFieldsTests {

    @Test
    void pathCoversItselfAndEverythingBelow() {
        // When
        IgnoredFields ignored = IgnoredFields.parse("/spec/replicas, /spec/template/metadata");

        // Then
        assertThat(ignored.contains("/spec/replicas")).isTrue();
        assertThat(ignored.contains("/spec/template/metadata/labels/app")).isTrue();
        assertThat(ignored.contains("/spec/replicasMore")).isFalse();
        assertThat(ignored.contains("/spec/template")).isFalse();
    }

    @Test
    void starMatchesOneStep() {
        // When
        IgnoredFields ignored = IgnoredFields.parse("/spec/template/spec/containers/*/image");

        // Then
        assertThat(ignored.contains("/spec/template/spec/containers/name=app/image"))
                .isTrue();
        assertThat(ignored.contains("/spec/template/spec/containers/image")).isFalse();
    }

    @Test
    void commaInsideAKeyDoesNotEndThePath() {
        // When
        IgnoredFields ignored = IgnoredFields.parse("/spec/ports/port=80,protocol=TCP/nodePort,/spec/type");

        // Then
        assertThat(ignored.paths()).hasSize(2);
        assertThat(ignored.contains("/spec/ports/port=80,protocol=TCP/nodePort"))
                .isTrue();
    }

    @Test
    void nothingIsIgnoredByDefault() {
        assertThat(IgnoredFields.parse(null)).isEqualTo(IgnoredFields.NONE);
        assertThat(IgnoredFields.parse(" ").contains("/spec")).isFalse();
        assertThat(IgnoredFields.parse("spec/replicas").paths()).isEmpty();
    }
}
