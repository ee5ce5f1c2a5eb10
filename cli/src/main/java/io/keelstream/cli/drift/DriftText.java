package io.keelstream.cli.drift;

import io.keelstream.contracts.drift.DriftResolved.ResolvedObject;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.targets.TargetPolicy;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Drift as text: who changed what. Pure. */
public final class DriftText {

    private static final int MOST_FIELDS = 3;
    private static final int MOST_OBJECTS = 10;

    private DriftText() {}

    /** The objects of an event. */
    public static List<String> objects(List<DriftedObject> objects) {
        return objects.stream().map(DriftText::object).toList();
    }

    /** The ends of an event. */
    public static List<String> ends(List<ResolvedObject> objects) {
        return objects.stream()
                .map(end -> end.reference() + "  " + end.cause().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The line of an event: a single object, or how many are in the lines below. */
    public static String summary(List<String> objects, int count) {
        return count == 1 ? objects.getFirst() : count + " objects";
    }

    /** The lines below that of an event. */
    public static List<String> parts(List<String> objects, int count) {
        if (count == 1) {
            return List.of();
        }
        int more = count - Math.min(objects.size(), MOST_OBJECTS);
        Stream<String> rest = more > 0 ? Stream.of("and " + more + " more") : Stream.empty();
        return Stream.concat(objects.stream().limit(MOST_OBJECTS), rest).toList();
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

    /** What happened to the object, and by whom. */
    public static String change(DriftedObject object) {
        return switch (object.kind()) {
            case MODIFIED, UNKNOWN -> modified(object);
            case MISSING -> "is missing";
            case FOREIGN_OWNER -> "belongs to " + object.owner();
        };
    }

    private static String object(DriftedObject object) {
        return object.reference() + "  " + change(object) + (object.contested() ? "  CONTESTED" : "");
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

    private static String orDash(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "-" : text;
    }
}
