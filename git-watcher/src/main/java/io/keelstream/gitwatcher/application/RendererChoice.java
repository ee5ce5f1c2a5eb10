package io.keelstream.gitwatcher.application;

import java.util.Locale;

/** The values of {@code renderer:}. */
public enum RendererChoice {
    AUTO,
    YAML,
    KUSTOMIZE,
    HELM,
    TEMPLATE;

    /** As written in files and events. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
