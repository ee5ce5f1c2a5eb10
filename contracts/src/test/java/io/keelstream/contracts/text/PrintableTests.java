package io.keelstream.contracts.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "Use web 2", "Größe, 日本語, עברית, 🚀", "C:\\new", "a\u0301"})
    void ordinaryTextStaysAsItIs(String text) {
        assertThat(Printable.line(text)).isEqualTo(text);
        assertThat(Printable.lines(text)).isEqualTo(text);
    }

    /** Code points and their escapes: terminal escapes of 7 and 8 bits, directions, separators, invisible ones. */
    @ParameterizedTest
    @CsvSource({
        "0, \\u0000",
        "7, \\u0007",
        "8, \\u0008",
        "1b, \\u001b",
        "7f, \\u007f",
        "85, \\u0085",
        "9b, \\u009b",
        "ad, \\u00ad",
        "61c, \\u061c",
        "200b, \\u200b",
        "200f, \\u200f",
        "2028, \\u2028",
        "2029, \\u2029",
        "202e, \\u202e",
        "2066, \\u2066",
        "feff, \\ufeff",
        "e0041, \\udb40\\udc41",
        "d800, \\ud800",
        "d, \\r"
    })
    void characterThatDeceivesIsEscaped(String codePoint, String escape) {
        String text = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "b";

        assertThat(Printable.line(text)).isEqualTo("a" + escape + "b");
        assertThat(Printable.lines(text)).isEqualTo("a" + escape + "b");
    }

    @Test
    void lineHasNoLineFeedAndNoTab() {
        assertThat(Printable.line("a\n\tb")).isEqualTo("a\\n\\tb");
        assertThat(Printable.lines("a\n\tb")).isEqualTo("a\n\tb");
    }

    @Test
    void whateverComesInOnlyPrintableCharactersComeOut() {
        Random random = new Random(14);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(30), 0, 0x3000).forEach(text::appendCodePoint);
            random.ints(random.nextInt(5), 0, Character.MAX_CODE_POINT + 1).forEach(text::appendCodePoint);

            String line = Printable.line(text.toString());

            assertThat(line.codePoints()).allMatch(Printable::is);
            assertThat(Printable.line(line)).isEqualTo(line);
        }
    }
}
