package io.keelstream.cli.adopt.flux;

import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.Findings;
import io.keelstream.cli.adopt.draft.Origin;
import io.keelstream.cli.adopt.draft.Parents;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.FoundObject;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.kubernetes.annotation.Flux;
import java.util.ArrayList;
import java.util.List;

/** Everything of Flux's that was found, as drafts. Stateless. */
public final class FluxObjects {

    private FluxObjects() {}

    /** The drafts of all Kustomizations and HelmReleases; what could not be said is in the findings. */
    public static List<Draft> drafts(Sources sources, Findings findings) {
        FluxSources repositories = new FluxSources(sources, findings);
        Parents parents = new Parents();
        List<Draft> drafts = new ArrayList<>();
        for (FoundObject found : sources.objects().objects()) {
            Report report = new Report(new Origin(found.file(), found.line(), found.title()), findings);
            if (found.is(FluxKustomization.GROUP, "Kustomization")) {
                above(sources, found, report);
                new FluxKustomization(sources, repositories, parents, report)
                        .draft(found)
                        .ifPresent(drafts::add);
            } else if (found.is(HelmRelease.GROUP, "HelmRelease")) {
                above(sources, found, report);
                new HelmRelease(sources, repositories, report).draft(found).ifPresent(drafts::add);
            } else {
                other(found, report);
            }
        }
        parents.tell(drafts);
        return drafts;
    }

    /** What keeps the object in the cluster from being what its file says. */
    private static void above(Sources sources, FoundObject found, Report report) {
        sources.kustomizations().report(found, report);
        if ("disabled".equals(found.manifest().annotation(Flux.RECONCILE))) {
            report.needsHand(
                    "metadata.annotations",
                    "reconcile: disabled keeps Flux from updating the object: see that the file says what the cluster"
                            + " has");
        }
    }

    private static void other(FoundObject found, Report report) {
        String version = found.manifest().apiVersion();
        if (version.startsWith("notification" + Flux.DOMAIN)) {
            report.translated(
                    "",
                    found.manifest().kind().equals("Receiver")
                            ? "repositories[].webhook in the installation's file"
                            : "notifications: keelstream.notifier.sinks in the installation's file, each with its"
                                    + " targets and events");
        } else if (version.startsWith("image" + Flux.DOMAIN)) {
            report.needsHand(
                    "",
                    "nothing here writes image tags to Git: let the build do it, or keep Flux's image controllers for"
                            + " it");
        } else if (version.contains(Flux.DOMAIN) && !version.startsWith(FluxSources.GROUP + "/")) {
            report.needsHand("", "is not known to adopt");
        }
    }
}
