package io.keelstream.notifier.notice;

import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.revision.Revision;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.commons.text.StringSubstitutor;

/**
 * A text with named placeholders, such as <code>{target} {text}</code>. A placeholder without a value in an event is replaced by nothing;
 * a name that does not exist is refused when the template is made. What a placeholder is replaced by is not looked at for
 * placeholders again. Immutable.
 */
public final class NoticeTemplate {

    private static final Map<String, String> NOTHING = names();

    private final String text;

    /**
     * A template.
     *
     * @throws IllegalArgumentException when it has a placeholder that does not exist; its message names those that do
     */
    public NoticeTemplate(String text) {
        this.text = text;
        try {
            String _ = substitutor(NOTHING).replace(text);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("the template '" + text + "' has an unknown placeholder; known are "
                    + NOTHING.keySet().stream().map(each -> "{" + each + "}").collect(Collectors.joining(", ")));
        }
    }

    /**
     * The text for an event.
     *
     * @param escape makes what an event says harmless where the text goes
     */
    public String text(Notice notice, UnaryOperator<String> escape) {
        Map<String, String> values = names();
        Revision revision = notice.revision();
        values.put("target", notice.target());
        values.put("event", notice.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        values.put("text", NoticeText.of(notice));
        values.put("outcome", notice.outcome().map(Enum::name).orElse(""));
        values.put("cause", notice.attention().map(each -> each.cause().name()).orElse(""));
        values.put("command", notice.attention().map(Attention::command).orElse(""));
        values.put(
                "since", notice.attention().map(each -> each.since().toString()).orElse(""));
        String commit = notice.commit();
        if (revision != null && commit != null) {
            values.put("commit", Revision.shortened(commit));
            values.put("repository", revision.repository());
            if (revision.commit().equals(commit)) {
                values.put("message", revision.message());
                values.put("author", revision.author());
            }
        }
        values.replaceAll((_, value) -> escape.apply(value));
        return substitutor(values).replace(text).strip();
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : new String[] {
            "target",
            "event",
            "text",
            "outcome",
            "commit",
            "message",
            "author",
            "repository",
            "cause",
            "command",
            "since"
        }) {
            names.put(name, "");
        }
        return names;
    }

    private static StringSubstitutor substitutor(Map<String, String> values) {
        return new StringSubstitutor(values, "{", "}")
                .setEnableUndefinedVariableException(true)
                .setDisableSubstitutionInValues(true);
    }
}
