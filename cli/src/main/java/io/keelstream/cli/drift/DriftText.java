package io.keelstream.cli.drift;

import io.keelstream.contracts.drift.DriftResolved.ResolvedObject;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.targets.TargetPolicy;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Drift as text: who changed what. Pure. */
public final class DriftText {

    private static final int MOST_FIELDS = 3;
    private static final int MOST_OBJECTS = 10;

    private DriftText() {}

    /** The objects of an event: one on the same line, several below it. */
    public static String objects(List<DriftedObject> objects, int count) {
        return lines(objects.stream().map(DriftText::object).toList(), count);
    }

    /** The ends of an event. */
    public static String ends(List<ResolvedObject> objects, int count) {
        return lines(
                objects.stream()
                        .map(end -> end.reference() + "  " + end.cause().name().toLowerCase(Locale.ROOT))
                        .toList(),
                count);
    }

    /** The change of the field. */
    static String field(DriftedField field) {
        String values = field.live() == null && field.desired() == null
                ? ""
                : " " + orDash(field.desired()) + " -> " + orDash(field.live());
        return switch (field.change()) {
            case CHANGED, UNKNOWN -> field.path() + values;
            case REMOVED -> field.path() + " removed";
            case ADDED -> field.path() + " added";
        };
    }

    /** The author of the change, as far as the server records it. */
    static String who(DriftedField field) {
        if (field.manager() == null) {
            return "-";
        }
        return field.manager() + (field.subresource() == null ? "" : " (" + field.subresource() + ")");
    }

    /** What Keelstream does about it. */
    static String policy(DriftedObject object) {
        String policy = object.policy() == TargetPolicy.Drift.CORRECT ? "corrects" : "reports";
        return object.contested() ? "contested, corrects after " + object.notBefore() : policy;
    }

    private static String object(DriftedObject object) {
        String what = switch (object.kind()) {
            case MODIFIED, UNKNOWN -> modified(object);
            case MISSING -> "is missing";
            case FOREIGN_OWNER -> "belongs to " + object.owner();
        };
        return object.reference() + "  " + what + (object.contested() ? "  CONTESTED" : "");
    }

    private static String modified(DriftedObject object) {
        List<DriftedField> fields = object.fields();
        String managers = fields.stream().map(DriftText::who).distinct().collect(Collectors.joining(", "));
        String changes =
                fields.stream().limit(MOST_FIELDS).map(DriftText::field).collect(Collectors.joining(", "));
        int more = object.fieldCount() - Math.min(fields.size(), MOST_FIELDS);
        String by = managers.equals("-") ? "" : "by " + managers + ": ";
        return by + changes + (more > 0 ? " and " + more + " more" : "");
    }

    private static String lines(List<String> lines, int count) {
        if (count == 1) {
            return lines.getFirst();
        }
        int more = count - Math.min(lines.size(), MOST_OBJECTS);
        return count + " objects\n    "
                + lines.stream().limit(MOST_OBJECTS).collect(Collectors.joining("\n    "))
                + (more > 0 ? "\n    and " + more + " more" : "");
    }

    private static String orDash(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "-" : text;
    }
}
