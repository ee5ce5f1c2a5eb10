package io.keelstream.gitwatcher.webhook;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One HTTP request to {@code /hooks/<repository>}, of which nothing is trusted. */
public interface Delivery {

    /** The last part of its path. */
    String repository();

    /** The value of a header; null where it is absent. */
    @Nullable
    String header(String name);

    /** How long it says that its body is; negative where it does not say. */
    long declaredLength();

    /** Its body; reading may block for as long as the connection may be silent. */
    InputStream body() throws IOException;
}
