package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.Findings;
import io.keelstream.cli.adopt.draft.Origin;
import io.keelstream.cli.adopt.draft.Parents;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.FoundObject;
import io.keelstream.cli.adopt.source.Sources;
import java.util.ArrayList;
import java.util.List;

/** Everything of Argo CD's that was found, as drafts. Stateless. */
public final class ArgoCdObjects {

    private static final String GROUP = "argoproj.io";

    private ArgoCdObjects() {}

    /** The drafts of all Applications and ApplicationSets; what could not be said is in the findings. */
    public static List<Draft> drafts(Sources sources, Findings findings) {
        Parents parents = new Parents();
        List<Draft> drafts = new ArrayList<>();
        for (FoundObject found : sources.objects().objects()) {
            Report report = new Report(new Origin(found.file(), found.line(), found.title()), findings);
            if (found.is(GROUP, "Application")) {
                sources.kustomizations().report(found, report);
                drafts.addAll(new ArgoApplication(sources, parents)
                        .drafts(found.manifest(), ArgoApplication.cascades(found.manifest()), report));
            } else if (found.is(GROUP, "ApplicationSet")) {
                sources.kustomizations().report(found, report);
                drafts.addAll(new ApplicationSet(sources, parents).drafts(found.manifest(), report));
            } else if (found.is(GROUP, "AppProject")) {
                ArgoProject.report(found.manifest(), report);
            }
        }
        parents.tell(drafts);
        return drafts;
    }
}
