package io.keelstream.cli.adopt.flux;

import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.Sources;
import java.util.Optional;

/** From where to where: what {@code sourceRef} and {@code kubeConfig} mean. Stateless. */
final class FluxClusters {

    private FluxClusters() {}

    /** The cluster's name; empty for the default one. */
    static String name(Fields spec, String otherwise, Report report) {
        if (!spec.has("kubeConfig")) {
            return otherwise;
        }
        Fields config = spec.section("kubeConfig").known("configMapRef");
        String secret = LabelText.of(
                config.section("secretRef").known("key").text("name").orElse("remote"));
        String cluster = secret.isEmpty() ? "remote" : secret;
        report.needsHand(
                spec.path("kubeConfig"),
                "is written as cluster: " + cluster
                        + ", after the Secret. Use the name that the installation has for the cluster");
        return cluster;
    }

    /**
     * The ref of the sources that a reference means, empty text where that is not known; nothing, with a finding, where it means something else.
     */
    static Optional<String> ref(
            Fields reference, String namespace, Sources sources, FluxSources repositories, Report report) {
        String kind = reference.known("apiVersion").text("kind").orElse("GitRepository");
        String name = reference.text("name").orElse("");
        if (!kind.equals("GitRepository")) {
            reference.known("namespace");
            report.needsHand(
                    reference.path(),
                    "is a " + kind + ", and only Git is watched: commit what it holds to a repository");
            return Optional.empty();
        }
        Optional<FluxSources.GitSource> found =
                repositories.git(reference.text("namespace").orElse(namespace), name);
        if (found.isEmpty()) {
            report.translated(
                    reference.path(), "the GitRepository is not among what was read; the sources are taken for it");
            return Optional.of("");
        }
        if (!sources.repositories().isOwn(found.get().address())) {
            report.needsHand(
                    reference.path(), "is another repository: run adopt again with --sources and a working copy of it");
            return Optional.empty();
        }
        if (found.get().report().byHand()) {
            report.needsHand(reference.path(), "the GitRepository needs a hand itself");
        }
        return found.map(FluxSources.GitSource::ref);
    }
}
