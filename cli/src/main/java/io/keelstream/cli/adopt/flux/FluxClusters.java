package io.keelstream.cli.adopt.flux;

import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.Sources;

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

    /** Whether what a reference means is the repository of the sources; a finding where it is not. */
    static boolean isOwn(Fields reference, String namespace, Sources sources, FluxSources repositories, Report report) {
        String kind = reference.known("apiVersion").text("kind").orElse("GitRepository");
        String name = reference.text("name").orElse("");
        if (!kind.equals("GitRepository")) {
            reference.known("namespace");
            report.needsHand(
                    reference.path(),
                    "is a " + kind + ", and only Git is watched: commit what it holds to a repository");
            return false;
        }
        String address = repositories.gitAddress(reference.text("namespace").orElse(namespace), name);
        if (address.isEmpty()) {
            report.translated(
                    reference.path(), "the GitRepository is not among what was read; the sources are taken for it");
            return true;
        }
        if (!sources.repositories().isOwn(address)) {
            report.needsHand(
                    reference.path(), "is another repository: run adopt again with --sources and a working copy of it");
            return false;
        }
        return true;
    }
}
