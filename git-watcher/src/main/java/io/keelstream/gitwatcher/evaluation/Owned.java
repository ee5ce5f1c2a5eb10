package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.gitwatcher.snapshot.UnreadableSnapshotException;
import io.keelstream.gitwatcher.tenant.Tenancy;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An application and who answers for it. What a target reads are the inputs of its renderer and the file that describes it; where an
 * application comes from another folder, that folder's signers count as well as those of the new one.
 *
 * @param formerBase the folder that it had when it was recorded last
 * @param tenancy the tenants that have a say in it
 */
record Owned(Application application, String formerBase, Provenance provenance, Tenancy tenancy) {

    /** Who answers for a target's last change. */
    Provenance.Answer signed(RenderRequest request, Renderers renderers) {
        return provenance.of(
                Set.copyOf(List.of(application.base(), formerBase)),
                snapshot -> files(renderers, request.in(snapshot)));
    }

    /** The key of such a refusal: another commit, or other keys, may be refused again. */
    static String key(String inputKey, Problem objection) {
        return "unsigned " + ObjectDigest.of(List.of(inputKey, objection.message()));
    }

    private Optional<List<Entry>> files(Renderers renderers, RenderRequest request) {
        try {
            Renderer renderer = renderers.choose(request);
            List<Entry> files = new ArrayList<>(renderer.inputs(request));
            Snapshot snapshot = request.snapshot();
            Entry described = snapshot.find(application.file());
            if (described != null) {
                files.add(described);
            }
            return Optional.of(files);
        } catch (UnreadableSnapshotException e) {
            throw e;
        } catch (MalformedEntryException e) {
            return Optional.empty();
        }
    }
}
