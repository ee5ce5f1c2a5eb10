package io.keelstream.cli.plan;

import io.keelstream.contracts.plan.FieldDiff;

/** One field's change on one line. Pure. */
final class DiffLine {

    private DiffLine() {}

    static String of(FieldDiff field) {
        String note = field.note() == null ? "" : "   # " + field.note();
        if (field.before() == null && field.after() == null) {
            return "  " + field.path() + note;
        }
        if (field.before() == null) {
            return "+ " + field.path() + ": " + field.after() + note;
        }
        if (field.after() == null) {
            return "- " + field.path() + ": " + field.before() + note;
        }
        return "~ " + field.path() + ": " + field.before() + " -> " + field.after() + note;
    }
}
