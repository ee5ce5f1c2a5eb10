package io.keelstream.contracts.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTests {

    @ParameterizedTest
    @CsvSource({
        "payments, payments, true",
        "payments, payments-eu, false",
        "payments-*, payments-, true",
        "payments-*, payments, false",
        "*, anything, true",
        "*.example.com, Door.blue.example.com, true",
        "a*b*c, a-b-b-c, true",
        "a*a, a, false",
        "*a*a*, aXa, true",
        "a.c, abc, false",
    })
    void starStandsForAnyTextAndAllElseForItself(String pattern, String name, boolean matches) {
        assertThat(Wildcard.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void patternsMatchWhatAnExpressionSaysThatMeansTheSame() {
        Random random = new Random(20261130);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab*", 6);
            String name = text(random, "ab", 8);
            String expression = pattern.replace("*", ".*");

            assertThat(Wildcard.matches(pattern, name))
                    .as("%s on %s", pattern, name)
                    .isEqualTo(Pattern.matches(expression, name));
        }
    }

    @Test
    void listAllowsWhatOnePatternMatchesAndNoneExcludes() {
        List<String> patterns = List.of("!kube-*", "*", "!default");

        assertThat(List.of("shop", "kub", "kube-system", "default").stream()
                        .filter(each -> Wildcard.allows(patterns, each)))
                .containsExactly("shop", "kub");
        assertThat(Wildcard.allows(List.of(), "shop")).isFalse();
        assertThat(Wildcard.allows(List.of("!shop"), "blog"))
                .as("excluding alone")
                .isFalse();
    }

    private static String text(Random random, String alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
