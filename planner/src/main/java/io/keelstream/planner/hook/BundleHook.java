package io.keelstream.planner.hook;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.hook.HookReader;
import io.keelstream.kubernetes.hook.HookReading;
import io.keelstream.kubernetes.hook.Moment;
import io.keelstream.kubernetes.hook.Occasion;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.order.KindRank;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One hook of a bundle in one phase. Pure.
 *
 * @param phase the phase
 * @param moments its moments in this phase
 * @param object the object
 * @param reading what its annotations say
 */
public record BundleHook(HookPhase phase, Set<Moment> moments, DesiredObject object, HookReading.Hook reading) {

    private static final Comparator<BundleHook> ORDER = Comparator.comparing((BundleHook hook) -> hook.phase())
            .thenComparingInt(hook -> hook.reading().weight())
            .thenComparingInt(hook -> KindRank.of(hook.reference().groupKind()))
            .thenComparing(hook -> hook.reference().kind())
            .thenComparing(hook -> hook.reference().name())
            .thenComparing(hook -> hook.object().reference());

    /** The hooks of a bundle in the order in which they run. */
    public static List<BundleHook> of(Desired desired) {
        List<BundleHook> hooks = new ArrayList<>();
        for (DesiredObject object : desired.hooks()) {
            if (HookReader.read(new Manifest(object.body())) instanceof HookReading.Hook reading) {
                Map<HookPhase, Set<Moment>> phases = reading.moments().stream()
                        .collect(Collectors.groupingBy(BundleHook::phaseOf, Collectors.toSet()));
                phases.forEach((phase, moments) -> hooks.add(new BundleHook(phase, moments, object, reading)));
            }
        }
        hooks.sort(ORDER);
        return hooks;
    }

    /** Digests of all hooks of a bundle, by id. */
    public static Map<String, String> digests(Desired desired) {
        return of(desired).stream().collect(Collectors.toMap(BundleHook::id, BundleHook::digest, (one, same) -> one));
    }

    /** What names it in its bundle, as {@code RunHook.id} does. */
    public String id() {
        return phase.word() + " " + object.reference();
    }

    /** Whether a release of that kind runs it. */
    boolean in(Occasion occasion) {
        return moments.stream().anyMatch(moment -> moment.in(occasion));
    }

    /** Whether its end is waited for; anything else is done when it exists. */
    boolean runsToEnd() {
        return RunToEnd.is(new Manifest(object.body()));
    }

    public String digest() {
        return object.digest();
    }

    public ObjectReference reference() {
        return ObjectReference.parse(object.reference());
    }

    private static HookPhase phaseOf(Moment moment) {
        return switch (moment) {
            case PRE_APPLY, PRE_INSTALL, PRE_UPGRADE, PRE_ROLLBACK, PRE_DELETE -> HookPhase.PRE_APPLY;
            case CANARY -> HookPhase.CANARY;
            case CANARY_LOAD -> HookPhase.CANARY_LOAD;
            case CANARY_CHECK -> HookPhase.CANARY_CHECK;
            case SYNC -> HookPhase.SYNC;
            case POST_APPLY, POST_INSTALL, POST_UPGRADE, POST_ROLLBACK, POST_DELETE -> HookPhase.POST_APPLY;
            case ON_FAILURE -> HookPhase.ON_FAILURE;
        };
    }
}
