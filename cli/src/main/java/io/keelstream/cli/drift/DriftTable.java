package io.keelstream.cli.drift;

import io.keelstream.cli.output.TextTable;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.revision.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The text of {@code drift}. Pure. */
final class DriftTable {

    private static final String ADVICE = "To accept a change, commit it: Git is the only source.";

    private DriftTable() {}

    /** One row per drifted field, or per object that is missing or has another owner. */
    static List<String> lines(Map<String, DriftState> states) {
        TextTable table = new TextTable("TARGET", "OBJECT", "WHAT", "WHO", "HOW", "WHEN", "KEELSTREAM");
        List<String> problems = new ArrayList<>();
        int rows = 0;
        for (Map.Entry<String, DriftState> state : states.entrySet()) {
            for (DriftedObject object : state.getValue().objects()) {
                rows += rows(table, state.getKey(), object);
            }
            for (Problem problem : state.getValue().problems()) {
                problems.add(state.getKey() + " cannot be checked: " + problem.message());
            }
        }
        List<String> lines = new ArrayList<>();
        if (rows == 0) {
            lines.add(problems.isEmpty() ? "nothing has drifted" : "nothing has drifted, as far as it can be checked");
        } else {
            lines.addAll(table.lines());
        }
        lines.addAll(problems);
        if (rows > 0) {
            lines.add("");
            lines.add(ADVICE);
        }
        return lines;
    }

    private static int rows(TextTable table, String target, DriftedObject object) {
        String policy = DriftText.policy(object);
        String detected = object.detectedAt().toString();
        switch (object.kind()) {
            case MISSING -> table.row(target, object.reference(), "missing", "-", "-", detected, policy);
            case FOREIGN_OWNER ->
                table.row(target, object.reference(), "belongs to " + object.owner(), "-", "-", detected, policy);
            case MODIFIED, UNKNOWN -> {
                for (DriftedField field : object.fields()) {
                    String operation = field.operation() == null ? "-" : field.operation();
                    String time = field.time() == null ? detected : field.time().toString();
                    table.row(
                            target,
                            object.reference(),
                            DriftText.field(field),
                            DriftText.who(field),
                            operation,
                            time,
                            policy);
                }
            }
        }
        return 1;
    }
}
