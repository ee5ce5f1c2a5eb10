package io.keelstream.gitwatcher.application;

import java.util.Locale;

/** The values of {@code renderer:}. */
public sealed interface RendererChoice {

    /** As written in files and events. */
    String label();

    /** A renderer of every installation, or {@code auto}: the one that fits the target's folder. */
    enum BuiltIn implements RendererChoice {
        AUTO,
        YAML,
        KUSTOMIZE,
        HELM,
        TEMPLATE;

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A program of the installation's list, {@code exec:NAME}. Whether the list has it, the installation knows.
     *
     * @param name its name in the list; a DNS label
     */
    record Exec(String name) implements RendererChoice {

        static final String PREFIX = "exec:";

        @Override
        public String label() {
            return PREFIX + name;
        }
    }
}
