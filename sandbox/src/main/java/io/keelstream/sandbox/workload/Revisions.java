package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ControllerRevisions of StatefulSets and DaemonSets: one per template, numbered, so that rollouts can be undone. */
final class Revisions {

    static final String LABEL = "controller-revision-hash";

    private final Actor actor;

    Revisions(Actor actor) {
        this.actor = actor;
    }

    /** The name of the revision of the owner's present template; made, or made the newest, where needed. */
    String current(StoredObject owner) {
        Map<String, @Nullable Object> template = Tree.copy(Tree.map(owner.tree(), "spec", "template"));
        template.put("$patch", "replace");
        Map<String, @Nullable Object> data = Tree.of("spec", Tree.of("template", template));
        List<StoredObject> all = all(owner);
        long newest = all.isEmpty() ? 0 : Tree.number(0, all.getLast().tree(), "revision");
        for (StoredObject revision : all) {
            if (data.equals(revision.tree().get("data"))) {
                if (Tree.number(0, revision.tree(), "revision") < newest) {
                    actor.update(revision, tree -> tree.put("revision", newest + 1));
                }
                return revision.name();
            }
        }
        String hash = TemplateHash.of(template, 0);
        Map<String, @Nullable Object> labels =
                Tree.copy(Tree.map(owner.tree(), "spec", "template", "metadata", "labels"));
        labels.put(LABEL, hash);
        Map<String, @Nullable Object> metadata = Tree.of(
                "name",
                owner.name() + "-" + hash,
                "labels",
                labels,
                "ownerReferences",
                new ArrayList<@Nullable Object>(List.of(Pod.controllerOf(owner))));
        actor.create(
                Types.REVISIONS,
                owner.namespace(),
                Tree.of("metadata", metadata, "data", data, "revision", newest + 1));
        forgetOld(owner, all);
        return owner.name() + "-" + hash;
    }

    private void forgetOld(StoredObject owner, List<StoredObject> all) {
        long surplus = all.size() - Tree.number(10, owner.tree(), "spec", "revisionHistoryLimit");
        for (StoredObject revision : all) {
            if (surplus-- > 0) {
                actor.delete(revision);
            }
        }
    }

    private List<StoredObject> all(StoredObject owner) {
        return actor.dependents(owner, Types.REVISIONS).stream()
                .sorted(Comparator.comparingLong(revision -> Tree.number(0, revision.tree(), "revision")))
                .toList();
    }
}
