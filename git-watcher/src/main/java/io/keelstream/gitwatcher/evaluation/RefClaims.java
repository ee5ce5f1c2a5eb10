package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.ApplicationHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.gitwatcher.discovery.Claims;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Names as the records have them. An application whose targets are all removed has released its name. A name that this
 * ref has stays here, whatever another ref claims.
 */
public final class RefClaims implements Claims {

    private final Map<String, ApplicationHead> heads;
    private final UnaryOperator<String> elsewhere;
    private final boolean alone;
    private @Nullable Map<String, String> names;

    /**
     * A view of the records.
     *
     * @param heads the ref's applications
     * @param elsewhere which other ref has a name; empty where none has
     * @param alone whether there is no other ref
     */
    public RefClaims(Map<String, ApplicationHead> heads, UnaryOperator<String> elsewhere, boolean alone) {
        this.heads = heads;
        this.elsewhere = elsewhere;
        this.alone = alone;
    }

    /** Whether the application still has its name. */
    public static boolean isActive(ApplicationHead head) {
        return !head.targets().values().stream().allMatch(TargetHead::removed);
    }

    @Override
    public @Nullable String baseOf(String application) {
        ApplicationHead head = heads.get(application);
        return head == null || !isActive(head) ? null : head.base();
    }

    @Override
    public String nameAt(String base) {
        if (names == null) {
            names = namesByBase(heads);
        }
        return names.getOrDefault(base, "");
    }

    private static Map<String, String> namesByBase(Map<String, ApplicationHead> heads) {
        Map<String, String> names = new HashMap<>();
        heads.forEach((name, head) -> {
            if (isActive(head)) {
                names.put(head.base(), name);
            }
        });
        return names;
    }

    @Override
    public boolean alone() {
        return alone;
    }

    @Override
    public String elsewhere(String application) {
        return baseOf(application) != null ? "" : elsewhere.apply(application);
    }
}
