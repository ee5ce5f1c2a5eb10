package io.keelstream.planner.cluster;

import io.keelstream.kubernetes.client.WatchListener;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;

/**
 * Says that the definitions of custom kinds changed. What they define is asked of the server, which serves a kind a moment after its definition
 * is there. Stateless but for whom it tells.
 *
 * @param onChange asks for a look
 */
record DefinitionWatch(Runnable onChange) implements WatchListener {

    @Override
    public void listed(List<Manifest> objects, String resourceVersion) {
        onChange.run();
    }

    @Override
    public void changed(Manifest object) {
        onChange.run();
    }

    @Override
    public void deleted(Manifest object) {
        onChange.run();
    }
}
