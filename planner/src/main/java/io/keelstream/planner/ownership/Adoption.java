package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.ownership.AdoptionFold;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The field managers whose fields become ours when we take over an object that was there before us. Immutable; thread-safe. */
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

    /** The fold of their entries into ours, by an apply in this version. */
    public AdoptionFold fold(String apiVersion) {
        return new AdoptionFold(this::covers, apiVersion);
    }
}
