package io.keelstream.applier.traffic;

import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Content;
import io.keelstream.contracts.plan.PlannedAction.Preview;
import io.keelstream.contracts.plan.PlannedAction.Turn;
import io.keelstream.contracts.revision.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of a trial as the actions that write them. Pure. */
public final class Writes {

    private static final Turn TURN = new Turn(0, List.of());
    private static final Preview PREVIEW = new Preview(false, List.of(), List.of(), List.of());

    private Writes() {}

    /** Creates the object, or applies it again. */
    public static PlannedAction.Create create(Trial.Body body) {
        return new PlannedAction.Create(body.reference(), body.apiVersion(), TURN, content(body.body()), PREVIEW);
    }

    /** Writes the live object that the body is bound to. */
    public static PlannedAction.Update of(Trial.Body body) {
        return of(body, body.body());
    }

    /** The same with another content. */
    public static PlannedAction.Update of(Trial.Body body, Map<String, @Nullable Object> content) {
        String uid = body.uid() == null ? "" : body.uid();
        return new PlannedAction.Update(body.reference(), body.apiVersion(), TURN, content(content), PREVIEW, uid);
    }

    private static Content content(Map<String, @Nullable Object> body) {
        return new Content("", false, Map.of(), body);
    }

    /** Why it was not written; null where it was, and where there is nothing to write any more. */
    public static @Nullable Problem problem(ObjectOutcome outcome) {
        return switch (outcome) {
            case ObjectOutcome.Applied _, ObjectOutcome.Gone _, ObjectOutcome.Released _, ObjectOutcome.Doubtful _ ->
                null;
            case ObjectOutcome.Skipped(Problem problem) -> problem;
            case ObjectOutcome.Restored restored -> restored.problem();
            case ObjectOutcome.Lost(Problem problem) -> problem;
            case ObjectOutcome.Failed failed -> failed.problem();
        };
    }
}
