package io.keelstream.applier.phase;

import io.keelstream.applier.live.Answer;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects that no watch shows now: what was seen of them before is the past, and the server itself is asked. What it said counts
 * until a watch shows their kind again. Used by one thread.
 */
final class Unshown {

    private final LiveObjects live;
    private final HealthLook look;
    private final List<ObjectReference> objects;
    private final Set<GroupKind> kinds;
    private final Map<ObjectReference, Answer> answers = new HashMap<>();

    /** @param references the objects that are looked at, shown or not */
    Unshown(LiveObjects live, HealthLook look, Collection<String> references) {
        this.live = live;
        this.look = look;
        this.objects = references.stream().map(ObjectReference::parse).toList();
        this.kinds = objects.stream().map(ObjectReference::groupKind).collect(Collectors.toSet());
    }

    /** Whether there are none: the watches show every object that is looked at. */
    boolean none() {
        return kinds.stream().allMatch(live::complete);
    }

    /** Whether a watch may still show what it does not show now. */
    boolean mayBeShown() {
        return kinds.stream().anyMatch(kind -> !live.complete(kind) && !live.isRefused(kind));
    }

    /**
     * Asks the server about those that it has not been asked about, and those that did not pass then.
     *
     * @param pending what does not pass
     * @param late whether what is on its way is asked about as well, for whoever is about to wait no longer
     * @return whether the server answers
     */
    boolean ask(List<Pending> pending, boolean late) {
        answers.keySet().removeIf(this::shown);
        Set<ObjectReference> open = pending.stream().map(Pending::reference).collect(Collectors.toSet());
        Stream<ObjectReference> unsure =
                objects.stream().filter(each -> !shown(each) && (!answers.containsKey(each) || open.contains(each)));
        Stream<ObjectReference> onTheirWay = pending.stream()
                .filter(each -> late && each.status().health() == Health.PROGRESSING)
                .map(Pending::reference);
        Map<ObjectReference, Answer> said =
                look.ask(Stream.concat(unsure, onTheirWay).distinct().toList());
        answers.putAll(said);
        return said.values().stream().noneMatch(Answer.Silent.class::isInstance);
    }

    /** What does not pass, by what the server said of objects that are not there, or that it does not show. */
    List<Pending> amended(List<Pending> pending) {
        Map<ObjectReference, Pending> amended = new LinkedHashMap<>();
        pending.forEach(each -> amended.put(each.reference(), each));
        answers.forEach((reference, answer) -> {
            switch (answer) {
                case Answer.Present _, Answer.Silent _ -> {}
                case Answer.Absent _ -> {
                    if (live.end(reference) == null) {
                        amended.put(reference, pending(reference, Health.MISSING, "was deleted"));
                    }
                }
                case Answer.Refused(String why) ->
                    amended.put(reference, pending(reference, Health.UNKNOWN, "is not shown: " + why));
            }
        });
        return List.copyOf(amended.values());
    }

    private static Pending pending(ObjectReference reference, Health health, String why) {
        return new Pending(reference, new HealthStatus(health, why), false, null);
    }

    private boolean shown(ObjectReference reference) {
        return live.complete(reference.groupKind());
    }
}
