package io.keelstream.notifier.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortenedTests {

    @Test
    void shortTextStays() {
        assertThat(Shortened.to(5, "abcde")).isEqualTo("abcde");
    }

    @Test
    void longTextIsCutToTheLength() {
        assertThat(Shortened.to(5, "abcdef")).isEqualTo("ab...");
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(Shortened.to(5, "a\uD83D\uDEA2cdef")).isEqualTo("a...");
    }
}
