package io.keelstream.service.reference;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.access.People;
import io.keelstream.contracts.access.Right;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.topic.Topics;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes {@code docs/topics.md} of the contracts. Pure. */
final class TopicsPage {

    private static final String HEAD = """
            # Topics and rights

            Made of the contracts as [configuration](configuration.md) says, and compared with them in every build. `./keelstream provision` makes
            the topics with these settings, and with `--installation` grants these rights; `--print` prints the rights and does nothing.
            What a topic's records look like is in
            [`asyncapi.yaml`](../contracts/src/main/asyncapi/asyncapi.yaml); who may build on it in [subscribing](subscribing.md).

            ## Topics

            Every topic has one writer; decisions come from people, and every service that judges them writes the audit stream. *Public*
            topics are for anyone, *restricted* ones for people who may see what a deployment changes, *auditors* for people who check
            who decided what, *internal* ones for the services alone. All topics have the same number of partitions; with three copies of each
            `min.insync.replicas=2` comes to the settings.

            | topic | writer | read by | key | audience | settings |
            |---|---|---|---|---|---|
            """;

    private static final String RIGHTS = """

            ## Rights

            A principal is `User:<service>` unless `--principal` says otherwise. `NAME` is the installation's name, `*` stands for any ending.
            A group without a version in its name belongs to an older version: a service looks whether it is empty before it starts.

            People have principals of their own. Who looks needs read and describe on the topics of their audience. Who decides needs
            the following, which `./keelstream provision --decider PRINCIPAL` grants:

            | on | operations |
            |---|---|
            """;

    private TopicsPage() {}

    /** The page's text. */
    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Topic topic : Topic.values()) {
            row(
                    page,
                    topic.topicName(),
                    String.join(", ", topic.writers()),
                    readers(topic),
                    lower(topic.key()),
                    lower(topic.audience()),
                    settings(Topics.settings(topic)));
        }
        row(
                page,
                Topic.deadLetters("*"),
                "the service of that name",
                "",
                "as it was",
                "internal",
                settings(Topics.deadLetterSettings()));
        page.append(RIGHTS);
        People.deciding().forEach(right -> page.append(row(right)));
        for (Account account : Account.values()) {
            page.append("\n### ").append(account.service()).append("\n\n| on | operations |\n|---|---|\n");
            account.rights("NAME").forEach(right -> page.append(row(right)));
        }
        return page.toString();
    }

    private static void row(StringBuilder page, String name, String... cells) {
        page.append("| `")
                .append(name)
                .append("` | ")
                .append(String.join(" | ", cells))
                .append(" |\n");
    }

    private static String row(Right right) {
        return "| %s `%s%s` | %s |\n"
                .formatted(
                        lower(right.kind()),
                        right.name(),
                        right.prefix() ? "*" : "",
                        right.operations().stream()
                                .sorted()
                                .map(TopicsPage::lower)
                                .collect(Collectors.joining(", ")));
    }

    private static String readers(Topic topic) {
        return Arrays.stream(Account.values())
                .filter(account -> account.reads().contains(topic))
                .map(Account::service)
                .collect(Collectors.joining(", "));
    }

    private static String settings(Map<String, String> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(each -> "`" + each.getKey() + "=" + each.getValue() + "`")
                        .collect(Collectors.joining(" "));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
