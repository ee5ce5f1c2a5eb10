package io.keelstream.applier.report;

import io.keelstream.applier.inventory.Done;
import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.ChangeSummary.ChangedObject;
import io.keelstream.contracts.deployment.ChangeSummary.ImageChange;
import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Adopt;
import io.keelstream.contracts.plan.PlannedAction.Create;
import io.keelstream.contracts.plan.PlannedAction.Prune;
import io.keelstream.contracts.plan.PlannedAction.Replace;
import io.keelstream.contracts.plan.PlannedAction.Update;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sums up a plan for deployment events: counts whole, lists cut at 200 objects, 200 images, and 20 paths or
 * 1,000 characters of paths each, so that they fit into an event.
 */
public final class Changes {

    private static final int MOST_OBJECTS = 200;
    private static final int MOST_PATHS = 20;
    private static final int MOST_CHARACTERS = 1_000;

    /** A container's image by merge key, as the field diff writes paths. */
    private static final Pattern IMAGE = Pattern.compile(".*/(?:initC|c)ontainers/name=([^/]+)/image");

    private Changes() {}

    /** What the plan changes. */
    public static ChangeSummary of(Plan plan) {
        return done(plan, action -> Done.AS_PLANNED);
    }

    /** What of the plan was done, and what became of the objects that could not be replaced. */
    public static ChangeSummary done(Plan plan, Function<PlannedAction, Done> done) {
        Map<Done, List<PlannedAction>> all = plan.actions().stream().collect(Collectors.groupingBy(done));
        List<PlannedAction> actions = all.getOrDefault(Done.AS_PLANNED, List.of());
        List<PlannedAction> restored = all.getOrDefault(Done.RESTORED, List.of());
        List<PlannedAction> lost = all.getOrDefault(Done.LOST, List.of());
        List<ImageChange> images =
                actions.stream().flatMap(action -> images(action).stream()).toList();
        List<ChangedObject> objects = Stream.of(
                        actions.stream()
                                .filter(action -> action instanceof Write || action instanceof Prune)
                                .map(Changes::changed),
                        restored.stream().map(action -> notReplaced(action, "RESTORE")),
                        lost.stream().map(action -> notReplaced(action, "LOSE")))
                .flatMap(Function.identity())
                .limit(MOST_OBJECTS)
                .toList();
        return new ChangeSummary(
                new ChangeSummary.Counts(
                        count(actions, Create.class),
                        count(actions, Update.class) + count(actions, Adopt.class),
                        count(actions, Replace.class),
                        restored.size(),
                        lost.size(),
                        count(actions, Prune.class),
                        plan.unchanged()),
                objects,
                images.stream().limit(MOST_OBJECTS).toList(),
                actions.size() + restored.size() + lost.size() > MOST_OBJECTS || images.size() > MOST_OBJECTS);
    }

    private static int count(List<PlannedAction> actions, Class<? extends PlannedAction> kind) {
        return (int) actions.stream().filter(kind::isInstance).count();
    }

    private static ChangedObject notReplaced(PlannedAction action, String what) {
        return new ChangedObject(action.reference(), what, null, List.of());
    }

    private static ChangedObject changed(PlannedAction action) {
        List<String> paths = new ArrayList<>();
        int room = MOST_CHARACTERS;
        Write write = action instanceof Write applied ? applied : null;
        List<FieldDiff> diffs = write == null ? List.of() : write.preview().diff();
        for (FieldDiff diff : diffs) {
            room -= diff.path().length();
            if (paths.size() == MOST_PATHS || room < 0) {
                break;
            }
            paths.add(diff.path());
        }
        return new ChangedObject(
                action.reference(),
                action.label(),
                write == null ? null : write.content().digest(),
                paths);
    }

    private static List<ImageChange> images(PlannedAction action) {
        if (!(action instanceof Write write)) {
            return List.of();
        }
        List<ImageChange> changes = new ArrayList<>();
        if (write instanceof Create) {
            containers(new Manifest(write.content().body())).forEach(container -> {
                if (Manifest.map(container).get("name") instanceof String name
                        && Manifest.map(container).get("image") instanceof String image) {
                    changes.add(new ImageChange(action.reference(), name, null, image));
                }
            });
            return changes;
        }
        for (FieldDiff diff : write.preview().diff()) {
            Matcher matcher = IMAGE.matcher(diff.path());
            if (matcher.matches()) {
                changes.add(new ImageChange(
                        action.reference(), matcher.group(1), unquoted(diff.before()), unquoted(diff.after())));
            }
        }
        return changes;
    }

    private static List<@Nullable Object> containers(Manifest manifest) {
        List<@Nullable Object> containers = new ArrayList<>();
        for (String list : List.of("initContainers", "containers")) {
            containers.addAll(Manifest.list(manifest.at("spec", list)));
            containers.addAll(Manifest.list(manifest.at("spec", "template", "spec", list)));
            containers.addAll(Manifest.list(manifest.at("spec", "jobTemplate", "spec", "template", "spec", list)));
        }
        return containers;
    }

    /** Diffs carry values as JSON text; an image holds nothing that JSON escapes. */
    private static @Nullable String unquoted(@Nullable String json) {
        return json != null && json.length() >= 2 && json.startsWith("\"")
                ? json.substring(1, json.length() - 1)
                : json;
    }
}
