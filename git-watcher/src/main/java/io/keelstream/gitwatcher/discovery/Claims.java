package io.keelstream.gitwatcher.discovery;

import io.keelstream.contracts.revision.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which names are taken before a commit is evaluated. Answers must not change while one commit is evaluated. */
public interface Claims {

    /** The folder that has the name on this ref; null where none has. */
    @Nullable
    String baseOf(String application);

    /** The name that the folder has on this ref; empty where it has none. */
    String nameAt(String base);

    /** Whether no other ref can have applications. */
    boolean alone();

    /** Which other ref has the name, for messages; empty where none has. */
    String elsewhere(String application);

    /**
     * Why a folder may not have a name, whoever has it now; empty where it may.
     *
     * @param base the folder that holds the application
     * @param file the file that describes it
     */
    default Optional<Problem> barring(String application, String base, String file) {
        return Optional.empty();
    }
}
