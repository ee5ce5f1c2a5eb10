package io.keelstream.sandbox.http;

import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.store.Listing;
import io.keelstream.sandbox.store.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The rests of lists that clients read in chunks. Each is what the list held when its first chunk was read, so the chunks
 * together are one moment. Only the latest are kept; who comes too late gets 410, as on a server that compacted.
 * Thread-safe.
 */
final class Continuations {

    private static final int MOST = 256;

    private final Map<String, Rest> rests = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rest> eldest) {
            return size() > MOST;
        }
    };

    private record Rest(String selection, Listing listing) {}

    /** Keeps a rest and returns the token for it. */
    synchronized String keep(String selection, long revision, List<StoredObject> objects) {
        String token = UUID.randomUUID().toString().replace("-", "");
        rests.put(token, new Rest(selection, new Listing(revision, objects)));
        return token;
    }

    /** The rest for a token, which stays valid; 410 when it is forgotten, 400 when the client asks for something else. */
    synchronized Listing rest(String token, String selection) {
        Rest rest = rests.get(token);
        if (rest == null) {
            throw Status.expired("The provided continue parameter is too old to display a consistent list result. You"
                    + " must start a new list without the continue parameter.");
        }
        if (!rest.selection.equals(selection)) {
            throw Status.badRequest("continue key is not valid: it belongs to another list");
        }
        return rest.listing;
    }
}
