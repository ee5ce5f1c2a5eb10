package io.keelstream.cli.explain;

import io.keelstream.cli.explain.Explanation.Link;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.health.PodDiagnosis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a target.
 *
 * @param links from the target to the cause; not empty
 * @param remedy how a person lets it go on; null where the cause says so itself
 */
record Finding(List<Link> links, @Nullable String remedy) {

    Finding {
        links = List.copyOf(links);
    }

    /** A finding about the target as a whole. */
    static Finding of(Situation at, String phrase, @Nullable Instant since) {
        return new Finding(List.of(new Link(at.name(), "", phrase, since)), null);
    }

    /** A finding whose cause is a problem that a service reports. */
    static Finding of(Situation at, String phrase, Problem problem, @Nullable Instant since) {
        return problem.where() == null
                ? of(at, phrase, since).then(List.of(new Link(at.name(), problem.reason(), problem.message(), null)))
                : of(at, phrase, since).then(problem.where(), problem.reason(), problem.message(), null);
    }

    /** The same with a cause behind it; what the pods of an object say is a cause of its own. */
    Finding then(String subject, String reason, String text, @Nullable Instant since) {
        return then(subject, reason, text, since, null);
    }

    /** The same, where it is known since when the pods say so. */
    Finding then(String subject, String reason, String text, @Nullable Instant since, @Nullable Instant podsSince) {
        List<Link> all = new ArrayList<>(links);
        PodDiagnosis.Said said = PodDiagnosis.read(text);
        all.add(new Link(subject, reason, said.workload(), since));
        if (said.pods() != null) {
            all.add(new Link(said.pods(), "", said.why(), podsSince));
        }
        return new Finding(all, remedy);
    }

    /** The same with what was found about another target behind it. */
    Finding then(List<Link> further) {
        List<Link> all = new ArrayList<>(links);
        all.addAll(further);
        return new Finding(all, remedy);
    }

    /** The same with a way out. */
    Finding remedied(@Nullable String other) {
        return new Finding(links, other == null || other.isEmpty() ? null : other);
    }

    /** A constant as reasons are written: {@code ForeignOwner}. */
    static String word(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_", -1))
                .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    Link cause() {
        return links.getLast();
    }
}
