package io.keelstream.service.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.access.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference pages say what the sources say. */
class ReferenceTests {

    /** Names that are written where a meter is made: as a literal, or as a constant with what is added to it. */
    private static final Pattern METER = Pattern.compile(
            "(?:Timer|Counter|Gauge|DistributionSummary|FunctionCounter|TimeGauge|LongTaskTimer)\\s*\\.builder\\(\\s*\"(keelstream\\.[a-z.]+)\""
                    + "|\\.(?:counter|timer|gauge|summary)\\(\\s*\"(keelstream\\.[a-z.]+)\"");

    private static final Pattern CONSTANT = Pattern.compile(
            "(?:\\.builder\\(|\\.(?:counter|timer|gauge|summary)\\()\\s*([A-Z_]+)(?: \\+ \"([a-z.]+)\")?");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(keelstream\\.[a-z.]+)` \\|");

    private final Sources sources = Sources.ofThisCheckout();

    @Test
    void everyPropertyIsDescribed() throws IOException {
        String made = ConfigurationPage.of(sources);
        assertIsMade("configuration.md", made);
        assertThat(made).contains("| `keelstream.clusters[].name` | text |").doesNotContain("|  |\n");
    }

    @Test
    void everyTopicAndRightIsDescribed() throws IOException {
        assertIsMade("topics.md", TopicsPage.text());
    }

    @ParameterizedTest
    @EnumSource
    void serviceReadsWhatItMayReadAsAWhole(Account account) {
        // When
        String source = sources.byModule().get(account.service()).stream()
                .map(Sources::text)
                .collect(Collectors.joining());

        // Then
        assertThat(account.tails())
                .as("a right that %s does not use is no right of its account", account.service())
                .allMatch(topic -> source.contains("Topic." + topic.name()));
    }

    @Test
    void everyMetricIsDescribed() {
        // When
        Set<String> described = ROW.matcher(Sources.text(sources.page("metrics.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(described)
                .as("rows of docs/metrics.md, against the meters in the sources")
                .isEqualTo(meters());
    }

    /** Writes the page instead where that is asked for. */
    private void assertIsMade(String name, String made) throws IOException {
        Path page = sources.page(name);
        if (System.getProperty("keelstream.reference", "").equals("write")) {
            Files.writeString(page, made);
        }
        assertThat(page)
                .as("docs/" + name + " is older than the sources; docs/configuration.md says how it is made")
                .hasContent(made);
    }

    private Set<String> meters() {
        Set<String> meters = new TreeSet<>();
        sources.byModule().values().stream()
                .flatMap(files -> files.stream().map(Sources::text))
                .filter(text -> text.contains("io.micrometer"))
                .forEach(text -> {
                    METER.matcher(text).results().map(ReferenceTests::literal).forEach(meters::add);
                    CONSTANT.matcher(text)
                            .results()
                            .map(each -> constant(text, each))
                            .filter(name -> !name.isEmpty())
                            .forEach(meters::add);
                });
        return meters;
    }

    private static String literal(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    /** What the constant stands for, with what is added. */
    private static String constant(String text, MatchResult found) {
        return Pattern.compile("String " + found.group(1) + " = \"(keelstream\\.[a-z.]+)\"")
                .matcher(text)
                .results()
                .findFirst()
                .map(value -> value.group(1) + (found.group(2) == null ? "" : found.group(2)))
                .orElse("");
    }
}
