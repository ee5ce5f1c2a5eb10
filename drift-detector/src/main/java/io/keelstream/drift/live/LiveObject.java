package io.keelstream.drift.live;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one live object: enough to see whether an event concerns us, and no more.
 *
 * @param uid the server's uid
 * @param ours digest of our Apply entry, fields and time
 * @param rest digest of everything else that may matter: the other managers' entries (not those of the status), labels,
 *     annotations, owner references, whether it is being deleted, and its generation. The generation, or for kinds without
 *     one the version, separates two writes of one manager within a second, which managedFields do not
 * @param special it is held, controlled by another object or being deleted
 */
record LiveObject(String uid, String ours, String rest, boolean special) {

    static LiveObject of(Manifest object) {
        String ours = "";
        List<@Nullable Object> rest = new ArrayList<>();
        for (Object each : Manifest.list(object.metadata().get("managedFields"))) {
            Map<String, @Nullable Object> entry = Manifest.map(each);
            if (ApplyEntry.is(entry)) {
                ours = entry(Manifest.map(entry.get("fieldsV1")), entry.get("time"));
            } else if (!"status".equals(entry.get("subresource"))) {
                rest.add(entry);
            }
        }
        Object generation = object.metadata().get("generation");
        rest.add(generation == null ? object.resourceVersion() : generation);
        rest.add(object.metadata().get("labels"));
        rest.add(object.metadata().get("annotations"));
        rest.add(object.metadata().get("deletionTimestamp"));
        rest.add(object.metadata().get("ownerReferences"));
        boolean special = object.annotation(Annotations.HOLD_UNTIL) != null
                || object.terminating()
                || object.controller() != null;
        return new LiveObject(object.uid(), ours, ObjectDigest.of(rest), special);
    }

    /** The digest of an Apply entry. */
    static String entry(Map<String, @Nullable Object> fields, @Nullable Object time) {
        List<@Nullable Object> content = new ArrayList<>();
        content.add(fields);
        content.add(time == null ? null : time.toString());
        return ObjectDigest.of(content);
    }

    /** Whether the other is the same in what matters. */
    boolean same(LiveObject other) {
        return uid.equals(other.uid) && ours.equals(other.ours) && rest.equals(other.rest);
    }
}
