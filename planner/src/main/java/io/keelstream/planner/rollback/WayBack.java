package io.keelstream.planner.rollback;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.Barrier;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.tenant.TenantRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The way from what Git wants back to an earlier bundle of the target. Pure. */
final class WayBack {

    private static final String SECRET = "Secret";

    private WayBack() {}

    /**
     * An object that changed its target between the two bundles; null without one. Both targets would want it: a rollback of
     * one alone would take it from the other, or delete it.
     */
    static @Nullable String moved(Desired earlier, Desired desired) {
        Set<String> before = new HashSet<>();
        earlier.objects().forEach(each -> before.add(each.reference()));
        for (Desired.Moved moved : desired.movedTo()) {
            if (before.contains(moved.reference())) {
                return moved.reference();
            }
        }
        return desired.objects().stream()
                .filter(each -> each.movedFrom() != null && !before.contains(each.reference()))
                .map(DesiredObject::reference)
                .findFirst()
                .orElse(null);
    }

    /**
     * Why tenants may not have an object of the earlier bundle any more, as far as no cluster has to be asked; null where they may have all.
     */
    static @Nullable String foreign(Desired earlier, Desired desired) {
        return earlier.objects().stream()
                .flatMap(each -> TenantRule.refusal(
                        desired.tenants(), ObjectReference.parse(each.reference()), new Manifest(each.body()))
                        .stream())
                .findFirst()
                .orElse(null);
    }

    /** Why a hook keeps a target from going back, and how a person lets it pass. */
    static String barred(Barrier barrier, String target, String commit) {
        return "the hook " + barrier.hook() + " of commit " + Revision.shortened(barrier.commit())
                + ", which ran since then, is a barrier for rollbacks; keelstream rollback " + target + " --to "
                + Revision.shortened(commit) + " --past-barrier passes it";
    }

    /** The earlier bundle as it was, held to the limits of tenants as they are now. */
    static Desired unchanged(Desired earlier, Desired desired) {
        return of(earlier, desired, earlier.objects());
    }

    /**
     * The earlier bundle, with the Secrets that Git has now: what was rotated is not taken back. It is held to the limits of tenants as
     * they are now.
     */
    static Desired to(Desired earlier, Desired desired) {
        Map<String, DesiredObject> secrets = new HashMap<>();
        desired.objects().stream().filter(WayBack::secret).forEach(each -> secrets.put(each.reference(), each));
        List<DesiredObject> objects = earlier.objects().stream()
                .map(each -> secrets.getOrDefault(each.reference(), each))
                .toList();
        return of(earlier, desired, objects);
    }

    private static Desired of(Desired earlier, Desired desired, List<DesiredObject> objects) {
        return new Desired(
                        false,
                        earlier.revision(),
                        earlier.settings(),
                        earlier.bundleDigest(),
                        objects,
                        earlier.hooks(),
                        earlier.notes().withMovedTo(movedSince(earlier, desired)))
                .heldTo(desired.tenants());
    }

    /**
     * What left for another target, as both bundles know it. An object that came after the earlier one, and left since, is in neither: it is
     * released to the target that Git has it in, and not deleted. One that the earlier bundle has {@linkplain #moved holds} the way back.
     */
    private static List<Desired.Moved> movedSince(Desired earlier, Desired desired) {
        Map<String, Desired.Moved> all = new TreeMap<>();
        earlier.movedTo().forEach(each -> all.put(each.reference(), each));
        desired.movedTo().forEach(each -> all.put(each.reference(), each));
        return List.copyOf(all.values());
    }

    /**
     * A removal with the hooks of what is applied, or else of what was healthy last: Git does not have them any more. Without any
     * where that bundle is not kept.
     */
    static Desired outOfGit(Desired removed, Inventory inventory, Effective.Lookup lookup) throws InterruptedException {
        String applied = inventory.appliedBundle();
        List<KnownGood> healthy = inventory.history().knownGood();
        String last = applied != null || healthy.isEmpty()
                ? applied
                : healthy.getFirst().bundle();
        Desired bundle = last == null ? null : lookup.find(last);
        return bundle == null
                ? removed
                : new Desired(
                        true,
                        removed.revision(),
                        removed.settings(),
                        removed.bundleDigest(),
                        removed.objects(),
                        bundle.hooks(),
                        removed.notes());
    }

    private static boolean secret(DesiredObject object) {
        return ObjectReference.parse(object.reference()).groupKind().toString().equals(SECRET);
    }
}
