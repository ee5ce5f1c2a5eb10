package io.keelstream.applier.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedLinesTests {

    @Test
    void valuesOfSecretsAreLeftOutAndLinesAreJoined() {
        assertThat(new MaskedLines(List.of("hunter2", "hunter2-long", "first line\nsecond line"))
                        .of("using hunter2-long\n\n  and hunter2\nthen second line\n"))
                .isEqualTo("using *** | and *** | then ***");
    }

    @Test
    void valueOfAFewLettersIsNotLookedFor() {
        assertThat(new MaskedLines(List.of("on", "")).of("connection lost")).isEqualTo("connection lost");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            connect postgres://app:s3cr3t@db:5432/shop | connect postgres://***@db:5432/shop
            DB_PASSWORD=s3cr3t failed                  | DB_PASSWORD=*** failed
            {"token": "abc.def", "n": 1}               | {"token": "***", "n": 1}
            Authorization: Bearer abcdefgh12345        | Authorization: Bearer ***
            """)
    void whatIsWrittenLikeASecretIsLeftOut(String written, String shown) {
        assertThat(new MaskedLines(List.of()).of(written)).isEqualTo(shown);
    }

    @Test
    void nothingMovesTheCursorAndTheEndIsKept() {
        assertThat(new MaskedLines(List.of()).of("a\u001b[2Jb")).isEqualTo("a\\u001b[2Jb");
        String last = new MaskedLines(List.of()).of("x".repeat(5_000) + "the end");
        assertThat(last).startsWith("… x").endsWith("the end").hasSize(MaskedLines.LONGEST + 2);
    }

    @Test
    void noSecretSurvivesWhereverItIs() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<String> secrets =
                    IntStream.range(0, 3).mapToObj(_ -> word(random)).toList();
            String log = IntStream.range(0, 12)
                    .mapToObj(_ -> random.nextBoolean() ? secrets.get(random.nextInt(3)) : word(random))
                    .collect(Collectors.joining(random.nextBoolean() ? "" : "\n"));

            assertThat(new MaskedLines(secrets).of(log)).doesNotContain(secrets);
        }
    }

    private static String word(Random random) {
        return IntStream.range(0, 4 + random.nextInt(8))
                .mapToObj(_ -> String.valueOf((char) ('a' + random.nextInt(26))))
                .collect(Collectors.joining());
    }
}
