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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The objects that no watch shows now: what was seen of them before is the past, and the server itself is asked. What it said counts
 * until a watch shows their kind again. Used by one thread.
 */
final class Unshown {

    private final LiveObjects live;
    private final Orders orders;
    private final HealthLook look;
    private final List<ObjectReference> objects;
    private final Set<GroupKind> kinds;
    private final Map<ObjectReference, Answer> answers = new HashMap<>();

    /** @param references the objects that are looked at, shown or not */
    Unshown(ReleaseContext context, HealthLook look, Collection<String> references) {
        this.live = context.live();
        this.orders = context.orders();
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

    /** Forgets what the server said of those that a watch shows by now. */
    void forgetShown() {
        answers.keySet().removeIf(this::shown);
    }

    /**
     * Asks the server as far as it may decide: about those that are on their way first, and, where nothing is, about all others that it
     * has not been asked about, or that did not pass then. What a watch shows to be on its way is waited for, and nothing is asked meanwhile.
     *
     * @param pending what does not pass, as of now
     * @param late whether nothing is waited for any longer: what a watch shows to be on its way is asked about as well, and all others
     * @return whether the server answers, and the release goes on
     */
    boolean ask(Supplier<List<Pending>> pending, boolean late) {
        List<ObjectReference> onTheirWay = onTheirWay(pending.get());
        if (!late && onTheirWay.stream().anyMatch(this::shown)) {
            return true;
        }
        if (!answered(onTheirWay)) {
            return false;
        }
        List<Pending> open = pending.get();
        if (!late && !onTheirWay(open).isEmpty()) {
            return true;
        }
        Set<ObjectReference> asked = Set.copyOf(onTheirWay);
        Set<ObjectReference> failing = open.stream().map(Pending::reference).collect(Collectors.toSet());
        return answered(objects.stream()
                .filter(each -> !shown(each) && !asked.contains(each))
                .filter(each -> !answers.containsKey(each) || failing.contains(each))
                .toList());
    }

    private boolean answered(List<ObjectReference> references) {
        Map<ObjectReference, Answer> said = look.ask(references, orders::goOn);
        answers.putAll(said);
        return said.values().stream().noneMatch(Answer.Silent.class::isInstance);
    }

    private static List<ObjectReference> onTheirWay(List<Pending> pending) {
        return pending.stream()
                .filter(each -> each.status().health() == Health.PROGRESSING)
                .map(Pending::reference)
                .toList();
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
                case Answer.Unavailable unavailable ->
                    amended.merge(
                            reference,
                            Pending.unknown(reference, unavailable),
                            (known, _) -> known.notShown(unavailable));
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
