package io.keelstream.sandbox.selector;

import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requirements on labels; all of them must hold. Immutable. */
public final class LabelSelector {

    private static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    private final List<Requirement> requirements;

    private enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        MISSING,
        GREATER,
        LESS
    }

    private record Requirement(String key, Operator operator, Set<String> values) {

        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case MISSING -> value == null;
                case GREATER ->
                    value != null && number(value) > number(values.iterator().next());
                case LESS ->
                    value != null && number(value) < number(values.iterator().next());
            };
        }

        private static long number(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    private LabelSelector(List<Requirement> requirements) {
        this.requirements = List.copyOf(requirements);
    }

    /** Reads the text form, e.g. {@code app=web,tier in (a, b),!canary}; 400 where it cannot be read. */
    public static LabelSelector parse(String text) {
        if (text.isBlank()) {
            return EVERYTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        for (String part : split(text)) {
            requirements.add(requirement(part.strip(), text));
        }
        return new LabelSelector(requirements);
    }

    /** Reads {@code matchLabels} and {@code matchExpressions}. An empty selector matches everything. */
    public static LabelSelector of(Map<String, @Nullable Object> selector) {
        List<Requirement> requirements = new ArrayList<>(ofLabels(Tree.map(selector, "matchLabels")).requirements);
        for (Map<String, @Nullable Object> expression : Tree.maps(selector, "matchExpressions")) {
            Operator operator = switch (Tree.text(expression, "operator")) {
                case "In" -> Operator.IN;
                case "NotIn" -> Operator.NOT_IN;
                case "Exists" -> Operator.EXISTS;
                default -> Operator.MISSING;
            };
            Set<String> values = Tree.list(expression, "values").stream()
                    .map(String::valueOf)
                    .collect(Collectors.toSet());
            requirements.add(new Requirement(Tree.text(expression, "key"), operator, values));
        }
        return new LabelSelector(requirements);
    }

    /** All these labels, with these values. */
    public static LabelSelector ofLabels(Map<String, @Nullable Object> labels) {
        List<Requirement> requirements = new ArrayList<>();
        labels.forEach(
                (key, value) -> requirements.add(new Requirement(key, Operator.IN, Set.of(String.valueOf(value)))));
        return new LabelSelector(requirements);
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.holds(labels)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    private static Requirement requirement(String part, String whole) {
        if (part.startsWith("!") && !part.startsWith("!=")) {
            return new Requirement(part.substring(1).strip(), Operator.MISSING, Set.of());
        }
        if (part.contains("(") && !part.endsWith(")")) {
            throw Status.badRequest("unable to parse requirement: found '', expected: ',' or ')'");
        }
        if (part.endsWith(")")) {
            return setRequirement(part, whole);
        }
        for (String sign : List.of("!=", "==", "=", ">", "<")) {
            int at = part.indexOf(sign);
            if (at > 0) {
                Operator operator = switch (sign) {
                    case "!=" -> Operator.NOT_IN;
                    case ">" -> Operator.GREATER;
                    case "<" -> Operator.LESS;
                    default -> Operator.IN;
                };
                String value = part.substring(at + sign.length()).strip();
                if (value.startsWith("=")) {
                    throw Status.badRequest("unable to parse requirement: found '=', expected: identifier");
                }
                return new Requirement(key(part.substring(0, at), whole), operator, Set.of(value));
            }
        }
        return new Requirement(key(part, whole), Operator.EXISTS, Set.of());
    }

    private static Requirement setRequirement(String part, String whole) {
        int open = part.indexOf('(');
        String head = open < 0 ? "" : part.substring(0, open).strip();
        int space = head.lastIndexOf(' ');
        String word = space < 0 ? "" : head.substring(space + 1);
        if (!word.equals("in") && !word.equals("notin")) {
            throw unreadable(whole);
        }
        Set<String> values = List.of(part.substring(open + 1, part.length() - 1).split(",")).stream()
                .map(String::strip)
                .collect(Collectors.toSet());
        return new Requirement(
                key(head.substring(0, space), whole), word.equals("in") ? Operator.IN : Operator.NOT_IN, values);
    }

    private static String key(String text, String whole) {
        String key = text.strip();
        if (key.isEmpty() || key.contains(" ") || key.contains("(")) {
            throw unreadable(whole);
        }
        return key;
    }

    private static RuntimeException unreadable(String whole) {
        return Status.badRequest("unable to parse requirement: the label selector \"" + whole + "\" cannot be read");
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(text.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
