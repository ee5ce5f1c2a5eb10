package io.keelstream.contracts.desired;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy;
import java.util.List;
import java.util.Map;

/**
 * What a target shall be: all its objects at one revision, or that Git no longer has it. The absence of a record means
 * nothing and never deletes anything.
 *
 * @param removed Git no longer has this target: {@code objects} is empty and {@code policy.onRemoval} decides
 * @param revision the commit that changed the bundle last
 * @param cluster the cluster's name in the installation
 * @param namespace namespace of objects that name none
 * @param bundleDigest digest over cluster, namespace, policy and the objects' digests
 * @param policyDigest digest over the policy alone
 * @param policy the target's rules
 * @param objects every object, in the order in which the renderer wrote them
 * @param movedTo objects that left this target for another one in some commit
 * @param labels labels of the application's file
 * @param warnings what a person should know of the rendering, e.g. a hook that is left out
 */
public record Desired(
        boolean removed,
        Revision revision,
        String cluster,
        String namespace,
        String bundleDigest,
        String policyDigest,
        TargetPolicy policy,
        List<DesiredObject> objects,
        List<Moved> movedTo,
        Map<String, String> labels,
        List<Problem> warnings) {

    public Desired {
        objects = List.copyOf(objects);
        movedTo = List.copyOf(movedTo);
        labels = Map.copyOf(labels);
        warnings = List.copyOf(warnings);
    }

    /**
     * Names this record among all that its target ever had: what a plan answers. The bundle's digest alone would not do, since
     * a target that Git removes and brings back has the same bundle in two records. The commit tells them apart. Both are
     * part of the record, so the name survives compaction and a record that is written again as it was; the id of its event
     * would not, since it counts writes.
     */
    public String identity() {
        return bundleDigest + "@" + revision.commit();
    }

    /**
     * A hand-over of one object.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param target the other target
     */
    public record Moved(String reference, String target) {}
}
