package io.keelstream.sandbox.control;

import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;

/**
 * Keeps some part of the world as it should be. Both methods are called by one thread. A controller keeps no state of its
 * own that it could not find again, so that it goes on after a restart.
 */
public interface Controller {

    /** Asks for a look at whatever this change may concern. Must be quick. */
    void changed(Change change, Requests requests);

    /** Looks at one object (which may be gone) and does the next step. Called again after each change; may be called for nothing. */
    void reconcile(ObjectKey key, Requests requests);
}
