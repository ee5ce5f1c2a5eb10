package io.keelstream.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/** The scanner finds the same with SnakeYAML's own reader. */
class TextReaderTests {

    private static final List<String> PIECES = List.of(
            "a",
            "key: ",
            "- ",
            "? ",
            "\n",
            "\r\n",
            "\r",
            "  ",
            " ",
            "\t",
            "'",
            "\"",
            "\\",
            "\\u263A",
            "\\x41",
            "#",
            " # b",
            "|",
            ">",
            "|2-\n  x\n",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "&a ",
            "*a",
            "!!str ",
            "!<x> ",
            "%YAML 1.1\n",
            "---\n",
            "...\n",
            "\uFEFF",
            "\u0085",
            "\u2028",
            "\uD83D\uDE00",
            "\u00e4",
            "\u0000",
            "\u0007",
            "0x1F",
            "~",
            "<<: ",
            "x".repeat(1_030));

    @Test
    void randomTextsHaveTheSameTokens() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(30); piece >= 0; piece--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            List<String> expected = tokens(new StreamReader(text.toString()));
            List<String> found = tokens(new TextReader(text.toString()));
            if (expected.getLast().startsWith("forbidden") || found.getLast().startsWith("forbidden")) {
                assertThat(expected.getLast().startsWith("forbidden") ? expected.getLast() : found.getLast())
                        .as(text.toString())
                        .isEqualTo("forbidden at " + forbidden(text.toString()));
            } else {
                assertThat(found).as(text.toString()).isEqualTo(expected);
            }
        }
    }

    @Test
    void forbiddenCharacterIsFound() {
        assertThat(tokens(new TextReader("a: b\u0000")).getLast()).isEqualTo("forbidden at 4");
    }

    private static int forbidden(String text) {
        int[] characters = text.codePoints().toArray();
        int at = 0;
        while (StreamReader.isPrintable(characters[at])) {
            at++;
        }
        return at;
    }

    /** Every token with its places; at the end why there are no more. */
    private static List<String> tokens(StreamReader reader) {
        List<String> tokens = new ArrayList<>();
        try {
            ScannerImpl scanner = new ScannerImpl(reader, new LoaderOptions());
            while (scanner.checkToken()) {
                tokens.add(text(scanner.getToken()));
            }
            tokens.add("end at " + reader.getIndex() + " " + reader.getLine() + ":" + reader.getColumn());
        } catch (ReaderException e) {
            tokens.add("forbidden at " + e.getPosition());
        } catch (MarkedYAMLException e) {
            tokens.add(e.getProblem() + place(e.getProblemMark()));
        } catch (YAMLException e) {
            tokens.add(String.valueOf(e.getMessage()));
        }
        return tokens;
    }

    private static String text(Token token) {
        String value = token instanceof ScalarToken scalar ? " " + scalar.getValue() : "";
        return token.getTokenId() + value + place(token.getStartMark()) + place(token.getEndMark());
    }

    private static String place(Mark mark) {
        return mark == null ? "" : " " + mark.getIndex() + "/" + mark.getLine() + ":" + mark.getColumn();
    }
}
