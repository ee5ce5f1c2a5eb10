package io.keelstream.cli.adopt.layout;

import io.keelstream.cli.adopt.draft.Draft;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An entry of the installation follows one ref of a repository and deploys every file that this has. So the targets of a file are all of one ref, and a file that is
 * for another ref than most needs a hand. Stateless.
 */
final class Refs {

    private static final String HEAD = "HEAD";

    private Refs() {}

    /** Reports what is not of the ref that most are of, and what shares a folder with another ref. */
    static void report(List<Draft> drafts) {
        Map<String, Integer> uses = new TreeMap<>();
        Map<String, SortedSet<String>> byFolder = new TreeMap<>();
        for (Draft draft : drafts) {
            String ref = draft.source().ref();
            if (!ref.isEmpty()) {
                uses.merge(ref, 1, Integer::sum);
                byFolder.computeIfAbsent(draft.source().folder(), key -> new TreeSet<>())
                        .add(ref);
            }
        }
        if (uses.size() < 2) {
            return;
        }
        String maybe = uses.containsKey(HEAD)
                ? ". Where HEAD is one of these branches, run git remote set-head origin --auto, and adopt again"
                : "";
        String most = Collections.max(uses.entrySet(), Comparator.comparingInt(Map.Entry::getValue))
                .getKey();
        for (Draft draft : drafts) {
            String ref = draft.source().ref();
            SortedSet<String> here = byFolder.getOrDefault(draft.source().folder(), new TreeSet<>());
            if (!ref.isEmpty() && here.size() > 1) {
                draft.report()
                        .needsHand(
                                "",
                                "is deployed from " + ref + ", and its folder also from another ref ("
                                        + String.join(", ", here)
                                        + "), but an entry of the installation follows one: have an entry for each"
                                        + " (repositories[].ref), and in each ref a file with its own target and its"
                                        + " own name"
                                        + maybe);
            } else if (!ref.isEmpty() && !ref.equals(most)) {
                draft.report()
                        .needsHand(
                                "",
                                "is deployed from " + ref + ", and others from " + most
                                        + ": have an entry of the installation for it (repositories[].ref), and the"
                                        + " file in this ref alone" + maybe);
            }
        }
    }
}
