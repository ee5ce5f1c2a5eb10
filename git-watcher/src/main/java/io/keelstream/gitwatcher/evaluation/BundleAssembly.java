package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.head.Head.BundleHead;
import io.keelstream.contracts.head.Head.Ending;
import io.keelstream.contracts.head.Head.Lifetime;
import io.keelstream.contracts.head.Head.ObjectHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult;
import io.keelstream.kubernetes.hook.HookReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Joins a bundle with what was remembered: the commit of each object that did not change, and every hand-over that the
 * other target may not have seen yet. Stateless.
 */
final class BundleAssembly {

    private BundleAssembly() {}

    /** The desired state of a target. */
    static Desired desired(
            Revision revision,
            TargetEvaluation evaluation,
            EvaluationResult.Accepted accepted,
            TargetHead head,
            List<Desired.Requirement> requires,
            List<Desired.Counterpart> counterparts) {
        Bundle.Complete bundle = accepted.bundle();
        Target target = evaluation.target();
        Map<String, ObjectHead> remembered = byReference(head);
        List<DesiredObject> objects = new ArrayList<>(bundle.objects().size());
        List<DesiredObject> hooks = new ArrayList<>();
        for (Bundle.Item item : bundle.objects()) {
            ObjectHead known = remembered.get(item.reference());
            String commit = known == null ? revision.commit() : known.commit();
            String movedFrom = known == null ? null : known.movedFrom();
            (HookReader.runs(item.body()) ? hooks : objects)
                    .add(new DesiredObject(
                            item.reference(),
                            item.digest(),
                            new DesiredObject.Origin(commit, movedFrom, item.generatedName(), item.file()),
                            item.sealed(),
                            item.body().tree()));
        }
        return new Desired(
                false,
                revision,
                new Desired.Settings(
                        target.cluster(),
                        target.namespace(),
                        target.policy(),
                        bundle.policyDigest(),
                        evaluation.application().labels(),
                        bundle.tenants()),
                bundle.digest(),
                objects,
                hooks,
                new Desired.Notes(
                        head.bundle().movedTo(),
                        bundle.warnings(),
                        evaluation.sources().heads().stream()
                                .map(each -> new Desired.Source(each.address(), each.version(), each.digest()))
                                .toList(),
                        requires,
                        new Desired.Lifetime(head.overtaken(), head.lifetime().addedAt()),
                        accepted.signers(),
                        counterparts));
    }

    /** What is remembered of a target whose commit was accepted. */
    static TargetHead accepted(
            Revision revision,
            TargetEvaluation evaluation,
            Bundle.Complete bundle,
            @Nullable TargetHead before,
            Moves moves) {
        Target target = evaluation.target();
        Map<String, ObjectHead> remembered = before == null ? Map.of() : byReference(before);
        Map<String, TargetName> arrived = moves.from().getOrDefault(evaluation.name(), Map.of());
        List<ObjectHead> objects = new ArrayList<>(bundle.objects().size());
        for (Bundle.Item item : bundle.objects()) {
            ObjectHead known = remembered.get(item.reference());
            TargetName source = arrived.get(item.reference());
            String movedFrom = source != null ? source.toString() : known == null ? null : known.movedFrom();
            boolean same = known != null && known.digest().equals(item.digest());
            String commit = known != null && same ? known.commit() : revision.commit();
            objects.add(new ObjectHead(item.reference(), item.digest(), commit, movedFrom));
        }
        Set<String> references = objects.stream().map(ObjectHead::reference).collect(Collectors.toSet());
        return new TargetHead(
                evaluation.inputKey(),
                new BundleHead(
                        bundle.digest(),
                        objects,
                        movedTo(evaluation.name(), before, moves, references),
                        target.cluster(),
                        target.namespace(),
                        target.policy(),
                        BundleMemory.of(bundle)),
                Ending.GOOD,
                false,
                evaluation.sources().heads(),
                before == null || before.removed() || before.bundleDigest() == null
                        ? Lifetime.from(revision.numberedCommit())
                        : before.lifetime());
    }

    /** Hand-overs of earlier commits and of this one, without those whose object came back. */
    static List<Desired.Moved> movedTo(
            TargetName target, @Nullable TargetHead before, Moves moves, Set<String> references) {
        Map<String, String> all = new TreeMap<>();
        if (before != null) {
            before.bundle().movedTo().forEach(each -> all.put(each.reference(), each.target()));
        }
        moves.to().getOrDefault(target, Map.of()).forEach((reference, taker) -> all.put(reference, taker.toString()));
        all.keySet().removeAll(references);
        List<Desired.Moved> moved = new ArrayList<>();
        all.forEach((reference, taker) -> moved.add(new Desired.Moved(reference, taker)));
        return moved;
    }

    private static Map<String, ObjectHead> byReference(TargetHead head) {
        Map<String, ObjectHead> objects = new HashMap<>();
        head.bundle().objects().forEach(each -> objects.put(each.reference(), each));
        return objects;
    }
}
