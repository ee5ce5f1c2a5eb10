package io.keelstream.planner.dryrun;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.planner.plan.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an apply changes on a Secret, as far as it can be known without reading it: the names of keys, from Git and from
 * the live object's managedFields. Pure.
 */
final class SecretEffect {

    private static final String MASK = "\"***\"";

    private SecretEffect() {}

    /**
     * Compares key names.
     *
     * @param live metadata of the live Secret
     * @param body the Secret from Git; its values are sealed or masked and are not looked at
     */
    static Effect of(Manifest live, Manifest body) {
        Set<String> wanted = new TreeSet<>(Manifest.map(body.tree().get("data")).keySet());
        wanted.addAll(Manifest.map(body.tree().get("stringData")).keySet());
        FieldOwners managers = FieldOwners.of(live);
        FieldSet ours = managers.ours();
        FieldSet everybodys = managers.union(entry -> true);
        Set<String> all = new TreeSet<>(wanted);
        everybodys.forEach(path -> {
            if (path.steps().size() == 2 && path.pointer().startsWith("/data/")) {
                all.add(path.pointer()
                        .substring("/data/".length())
                        .replace("~1", "/")
                        .replace("~0", "~"));
            }
        });
        List<FieldDiff> diff = new ArrayList<>();
        for (String key : all) {
            FieldPath path = FieldPath.of("data", key);
            if (wanted.contains(key)) {
                diff.add(
                        everybodys.contains(path)
                                ? new FieldDiff(path.pointer(), MASK, MASK, "the value is not read; it may be the same")
                                : new FieldDiff(path.pointer(), null, MASK, null));
            } else if (ours.contains(path)) {
                diff.add(new FieldDiff(path.pointer(), MASK, null, null));
            }
        }
        return new Effect(diff, List.of(), true);
    }
}
