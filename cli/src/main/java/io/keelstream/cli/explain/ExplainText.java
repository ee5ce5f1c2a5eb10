package io.keelstream.cli.explain;

import io.keelstream.cli.explain.Explanation.Link;
import io.keelstream.cli.output.DurationText;
import io.keelstream.cli.output.JsonOutput;
import io.keelstream.cli.output.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The output of {@code explain}. Pure. */
final class ExplainText {

    private ExplainText() {}

    /**
     * For people: the sentence, the chain to the first cause, what to do, how long its canary will take, and what else there is.
     *
     * @param forecast of the canary that runs or is to begin; null without one
     */
    static List<String> lines(Explanation explanation, @Nullable String forecast, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add(explanation.sentence());
        if (!explanation.fine()) {
            lines.add("");
            lines.addAll(table(explanation.chain(), now));
        }
        if (explanation.remedy() != null) {
            lines.add("");
            lines.add("to go on: " + explanation.remedy());
        }
        if (forecast != null) {
            lines.add("");
            lines.add("forecast of its canary: " + forecast);
        }
        if (!explanation.others().isEmpty()) {
            lines.add("");
            lines.add("beside it:");
            lines.addAll(table(explanation.others(), now));
        }
        return lines;
    }

    /**
     * For programs.
     *
     * @param forecast of the canary that runs or is to begin; null without one
     */
    static String json(Explanation explanation, @Nullable String forecast) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("target", explanation.target().toString());
        object.put("fine", explanation.fine());
        object.put("sentence", explanation.sentence());
        object.put("cause", link(explanation.cause()));
        object.put("chain", explanation.chain().stream().map(ExplainText::link).toList());
        object.put("remedy", explanation.remedy());
        object.put("forecast", forecast);
        object.put(
                "others", explanation.others().stream().map(ExplainText::link).toList());
        return JsonOutput.text(object);
    }

    private static List<String> table(List<Link> links, Instant now) {
        TextTable table = new TextTable("AGE", "OF", "REASON", "WHAT");
        for (Link link : links) {
            table.row(
                    link.since() == null ? "-" : DurationText.age(link.since(), now),
                    link.subject(),
                    link.reason().isEmpty() ? "-" : link.reason(),
                    link.text());
        }
        return table.lines();
    }

    private static Map<String, @Nullable Object> link(Link link) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("subject", link.subject());
        object.put("reason", link.reason());
        object.put("text", link.text());
        object.put("since", link.since() == null ? null : link.since().toString());
        return object;
    }
}
