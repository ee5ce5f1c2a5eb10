package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whose fields become ours when we take over an object that was there before us, so that a field which Git drops later
 * really goes. Immutable; thread-safe.
 */
public final class Adoption {

    /** The tools that people hand objects over from. */
    public static final List<String> DEFAULT_MANAGERS =
            List.of("kubectl*", "before-first-apply", "argocd-controller", "kustomize-controller", "helm*");

    private final Pattern managers;

    /** @param patterns names of field managers, where {@code *} stands for any text */
    public Adoption(List<String> patterns) {
        managers = Pattern.compile(patterns.stream()
                .map(each -> Pattern.quote(each).replace("*", "\\E.*\\Q"))
                .collect(Collectors.joining("|")));
    }

    /** Whether this manager's fields are folded into ours. */
    public boolean covers(String manager) {
        return managers.matcher(manager).matches();
    }

    /** Whether this entry is: subresources stay with whoever wrote them, and our own entries are ours. */
    public boolean covers(FieldManagers.Entry entry) {
        return entry.subresource().isEmpty() && !entry.ours() && covers(entry.manager());
    }

    /** The managers of a live object whose entries are folded, each once, in the server's order. */
    public List<String> of(Manifest live) {
        return FieldManagers.of(live).entries().stream()
                .filter(this::covers)
                .map(FieldManagers.Entry::manager)
                .distinct()
                .toList();
    }
}
