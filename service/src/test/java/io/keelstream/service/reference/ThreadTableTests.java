package io.keelstream.service.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who starts a thread says in {@code docs/operations.md} what holds when something is thrown in it. */
class ThreadTableTests {

    private static final Pattern START = Pattern.compile(
            "Thread\\s*\\.of(?:Virtual|Platform)\\(|new Thread\\(|startVirtualThread|Executors\\s*\\.new|new Timer\\("
                    + "|(?:supply|run)Async\\(|new \\w*(?:ThreadPool|TaskExecutor|TaskScheduler)\\w*\\(|parallelStream\\(|@Scheduled|@Async");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[A-Z][A-Za-z]+`(?:, )?)+) \\|.*\\|.*\\|$");

    private final Sources sources = Sources.ofThisCheckout();

    @Test
    void everyClassThatStartsAThreadIsInTheTable() {
        // When
        Set<String> starting = new TreeSet<>();
        sources.byModule()
                .forEach((module, files) -> files.stream()
                        .filter(file -> !module.equals("testing")
                                && START.matcher(Sources.text(file)).find())
                        .forEach(file ->
                                starting.add(file.getFileName().toString().replace(".java", ""))));

        // Then
        assertThat(described())
                .as("the table of docs/operations.md, against what starts threads in the sources")
                .isEqualTo(starting);
    }

    private Set<String> described() {
        String page = Sources.text(sources.page("operations.md"));
        String table = page.substring(page.indexOf("## Threads"), page.indexOf("## Traces"));
        return ROW.matcher(table)
                .results()
                .flatMap(row -> Pattern.compile(", ").splitAsStream(row.group(1)))
                .map(name -> name.replace("`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
