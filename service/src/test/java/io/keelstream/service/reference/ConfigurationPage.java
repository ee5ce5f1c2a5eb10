package io.keelstream.service.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes {@code docs/configuration.md}. Pure but for reading the sources. */
final class ConfigurationPage {

    private static final Pattern SPRING_DEFAULT = Pattern.compile("all\\.put\\(\"([^\"]+)\", \"([^\"]*)\"\\);");
    private static final Pattern SINGLE_VALUE = Pattern.compile("@Value\\(\"\\$\\{([^:}]+):([^}]*)}\"\\)");

    private static final String HEAD = """
            # Configuration

            Every property of every service. Made of the sources by

            ```
            mvn test -pl service -am -Dtest=ReferenceTests -Dsurefire.failIfNoSpecifiedTests=false -Dkeelstream.reference=write
            ```

            and compared with them in every build. [An installation](installation.md) shows how it goes together; all of Spring Boot's ways to
            configure work. A *duration* is written `500ms`, `30s`, `5m` or `1h`; `[]` stands for each element of a list.
            A property that a service does not know is passed over, so that one file may serve all of them.
            """;

    private static final String EVERY_SERVICE = """

            ## Every service

            Of Spring Boot's own properties `spring.kafka.bootstrap-servers`, `.security.protocol`, `.ssl.*` and `.properties.*` and
            `spring.ssl.bundle.*` say how Kafka is reached ([an installation](installation.md)), and `otel.*` where traces go
            ([operations](operations.md)). The service sets these itself, and each may
            be set otherwise:

            | property | default |
            |---|---|
            """;

    private static final String TABLE = """
            | property | type | default | meaning |
            |---|---|---|---|
            """;

    private ConfigurationPage() {}

    /** The page's text. */
    static String of(Sources sources) throws IOException {
        Map<String, List<Path>> modules = sources.byModule();
        StringBuilder page = new StringBuilder(HEAD).append(EVERY_SERVICE);
        List<Path> process = modules.getOrDefault("service", List.of());
        matches(SPRING_DEFAULT, process)
                .forEach(each -> page.append("| `%s` | `%s` |\n".formatted(each.group(1), each.group(2))));
        page.append("\nand of Keelstream's own:\n\n").append(TABLE);
        matches(SINGLE_VALUE, process)
                .map(each -> property(each.group(1), each.group(2)))
                .distinct()
                .forEach(each -> page.append(each.row()).append('\n'));
        for (Map.Entry<String, List<Path>> module : modules.entrySet()) {
            List<Path> files = bound(module.getValue(), modules.getOrDefault("messaging", List.of()));
            List<Property> properties =
                    files.isEmpty() ? List.of() : PropertyRecords.parse(files).properties();
            if (!properties.isEmpty()) {
                page.append("\n## ").append(module.getKey()).append("\n\n").append(TABLE);
                properties.forEach(each -> page.append(each.row()).append('\n'));
            }
        }
        return page.toString();
    }

    /**
     * The properties record and what it may consist of: the records of its folder that have defaults, and those of the messaging
     * module that it names.
     */
    private static List<Path> bound(List<Path> files, List<Path> shared) {
        List<Path> roots = files.stream()
                .filter(file -> Sources.text(file).contains("@ConfigurationProperties(\""))
                .toList();
        List<Path> all = new ArrayList<>(roots);
        files.stream()
                .filter(file -> !roots.contains(file))
                .filter(file -> roots.stream().anyMatch(root -> file.getParent().equals(root.getParent())))
                .filter(file -> Sources.text(file).contains("@DefaultValue"))
                .forEach(all::add);
        shared.stream()
                .filter(file -> file.toString().endsWith("Properties.java"))
                .filter(file -> roots.stream()
                        .anyMatch(root -> Sources.text(root)
                                .contains(file.getFileName().toString().replace(".java", " "))))
                .forEach(all::add);
        return roots.isEmpty() ? List.of() : all;
    }

    private static Property property(String name, String fallback) {
        return new Property(name, fallback.matches("\\d+") ? "number" : "text", fallback, meaning(name));
    }

    private static String meaning(String property) {
        return switch (property) {
            case "keelstream.installation" ->
                "the installation's name, the same for all services; must not change later";
            case "keelstream.kafka.members" -> "consumers of one process, which share its partitions";
            default -> throw new IllegalStateException("say here what " + property + " means");
        };
    }

    private static Stream<MatchResult> matches(Pattern pattern, List<Path> files) {
        return files.stream()
                .flatMap(file -> pattern.matcher(Sources.text(file)).results());
    }
}
