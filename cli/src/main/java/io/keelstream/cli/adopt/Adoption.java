package io.keelstream.cli.adopt;

import io.keelstream.cli.adopt.argocd.ArgoCdObjects;
import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.Finding;
import io.keelstream.cli.adopt.draft.Findings;
import io.keelstream.cli.adopt.flux.FluxObjects;
import io.keelstream.cli.adopt.layout.Layout;
import io.keelstream.cli.adopt.layout.PlannedFile;
import io.keelstream.cli.adopt.source.Kustomizations;
import io.keelstream.cli.adopt.source.Repositories;
import io.keelstream.cli.adopt.source.SourceTree;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.cli.adopt.source.ToolObjects;
import java.util.List;

/**
 * What became of another tool's objects. Pure: files in, files and findings out.
 *
 * @param files what is to be written, by path
 * @param findings what could not be said in the same words, in the order of the objects
 */
record Adoption(List<PlannedFile> files, List<Finding> findings) {

    Adoption {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }

    /** The tools whose objects are read. */
    enum Tool {
        ARGOCD,
        FLUX
    }

    /**
     * What is read.
     *
     * @param objects the files among which the tool's objects are
     * @param under the folder in it whose objects are translated; empty for all
     * @param tree the files that may be deployed; the same instance where all are in one working copy
     * @param repositories by which addresses these are known
     * @param cluster the cluster of objects that name none; empty for the default one
     */
    record Input(SourceTree objects, String under, SourceTree tree, Repositories repositories, String cluster) {}

    /**
     * Translates every object of a tool.
     *
     * @param input what is read
     */
    static Adoption of(Tool tool, Input input) {
        Findings findings = new Findings();
        Kustomizations kustomizations = new Kustomizations(input.objects());
        ToolObjects objects =
                ToolObjects.in(input.objects(), input.under(), findings).placed(kustomizations);
        SourceTree tree = input.tree();
        Sources sources = new Sources(
                tree, objects, kustomizations, input.objects() == tree, input.repositories(), input.cluster());
        List<Draft> drafts = switch (tool) {
            case ARGOCD -> ArgoCdObjects.drafts(sources, findings);
            case FLUX -> FluxObjects.drafts(sources, findings);
        };
        List<PlannedFile> files = new Layout(tree).files(drafts);
        return new Adoption(files, findings.all());
    }

    /** Whether a person has to do something. */
    boolean needsHand() {
        return findings.stream().anyMatch(each -> each.kind() == Finding.Kind.NEEDS_HAND);
    }
}
