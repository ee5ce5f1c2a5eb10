package io.keelstream.gitwatcher.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRuleTests {

    /** What git check-ignore says of a file (or, with a slash at the end, a folder). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a         | a true, b/a true, a/ true, ab false",
                "/a        | a true, b/a false",
                "a/        | a false, a/ true, b/a/ true",
                "/a/       | a/ true, b/a/ false",
                "b/a       | b/a true, c/b/a false",
                "*.yaml    | x.yaml true, b/.yaml true, x.yml false",
                "b/*.yaml  | b/x.yaml true, b/c/x.yaml false",
                "?.md      | a.md true, ab.md false",
                "**/a      | a true, b/a true, c/b/a true",
                "b/**      | b/a true, b/c/a true, b/ false",
                "b/**/a    | b/a true, b/c/a true, b/c/d/a true, b/c false",
                "**        | a true, b/a true",
                "/**       | a true, b/a true",
                "a**b      | ab true, axxb true, c/ab true, a/b false",
                "[ab].c    | a.c true, b.c true, c.c false",
                "[!ab].c   | a.c false, c.c true",
                "[^a-c].c  | b.c false, d.c true",
                "[]x].c    | ].c true, x.c true",
                "[a-].c    | -.c true, a.c true, b.c false",
                "[[:digit:]x].c | 1.c true, x.c true, y.c false",
                "[a        | a false, [a false",
                "\\#a      | #a true",
                "\\!a      | !a true",
                "\\*a      | *a true, xa false",
                "a\\       | a false",
                "a+(b).c   | a+(b).c true, aab.c false",
                "#a        | #a false, a false",
            })
    void rulesMeanWhatTheyMeanToGit(String rule, String expected) {
        for (String each : expected.split(", ", -1)) {
            String path = each.substring(0, each.indexOf(' '));
            boolean folder = path.endsWith("/");
            String entry = folder ? path.substring(0, path.length() - 1) : path;

            assertThat(IgnoreRule.of(rule)
                            .filter(known -> matches(known, entry, folder))
                            .isPresent())
                    .as("%s and %s", rule, path)
                    .isEqualTo(each.endsWith("true"));
        }
    }

    @Test
    void spacesAtTheEndOfALineCountOnlyBehindABackslash() {
        assertThat(IgnoreRule.of("a  ").orElseThrow().names()).hasSize(1);
        assertThat(matches(IgnoreRule.of("a  ").orElseThrow(), "a", false)).isTrue();
        assertThat(matches(IgnoreRule.of("a\\ ").orElseThrow(), "a ", false)).isTrue();
        assertThat(IgnoreRule.of("  ")).isEmpty();
        assertThat(IgnoreRule.of("/")).isEmpty();
    }

    @Test
    void rulesAgreeWithJGit() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String rule = text(random, List.of("a", "b", "*", "?", "/", "[ab]", "[!a]", ".", "+"), 6);
            String path = text(random, List.of("a", "b", "/", ".", "+", "ab"), 6);
            if (isOdd(rule) || isOdd(path) || path.endsWith("/") || path.startsWith("/") || path.isEmpty()) {
                continue;
            }
            boolean folder = random.nextBoolean();

            assertThat(IgnoreRule.of(rule)
                            .filter(known -> matches(known, path, folder))
                            .isPresent())
                    .as("%s and %s, %s", rule, path, folder)
                    .isEqualTo(jgit(rule, path, folder));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
                "**/a*/**/a*/**/a*/**/a*/**/a*/**/a*/**/b",
                "*?*?*?*?*?*?*?*?*?*?*?*?*?*?b",
                "[a-a]*[!b]*[a-a]*[!b]*[a-a]*[!b]*[a-a]*[!b]*b",
            })
    void hostileRulesEndAtTheirLimit(String pattern) {
        IgnoreRule rule = IgnoreRule.of(pattern).orElseThrow();
        List<String> path = Collections.nCopies(200, "a".repeat(250));
        Steps steps = new Steps(50_000_000);
        long start = System.nanoTime();

        assertThat(rule.matches(path, false, steps)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThatThrownBy(() -> {
                    Steps few = new Steps(1_000);
                    while (!rule.matches(path, false, few)) {
                        few.take(1);
                    }
                })
                .isInstanceOf(TooManyStepsException.class);
    }

    private static boolean matches(IgnoreRule rule, String path, boolean folder) {
        return rule.matches(List.of(path.split("/", -1)), folder, new Steps(1_000_000));
    }

    /** Where JGit and Git differ, or two slashes meet. */
    private static boolean isOdd(String text) {
        return text.contains("**") || text.contains("//");
    }

    private static String text(Random random, List<String> parts, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    private static boolean jgit(String rule, String path, boolean folder) throws IOException {
        IgnoreNode node = new IgnoreNode();
        node.parse(new ByteArrayInputStream(rule.getBytes(StandardCharsets.UTF_8)));
        return Objects.requireNonNullElse(node.checkIgnored(path, folder), false);
    }
}
