package io.keelstream.cli.render;

import io.keelstream.cli.output.DurationText;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.gitwatcher.offline.OfflineReport.OfflineTarget;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One line per target with canary releases: what its file, the application's and the defaults come to. Pure. */
final class CanaryLine {

    private CanaryLine() {}

    /** The line; empty for a target whose releases are rolling updates. */
    static Optional<String> of(OfflineTarget target) {
        CanaryRules rules = target.policy().canary();
        if (rules == null) {
            return Optional.empty();
        }
        String router = rules.traffic().router().name().toLowerCase(Locale.ROOT).replace('_', '-');
        int matches = rules.traffic().matches().size();
        String matched =
                matches == 0 ? "" : " and " + matches + (matches == 1 ? " match" : " matches") + " of requests";
        String steps = rules.steps().stream()
                .map(step -> step.weight() + " % for " + DurationText.of(step.soakMillis())
                        + approvals(" and ", step.approvals(), ""))
                .collect(Collectors.joining(", "));
        return Optional.of(target.name() + ": canary releases with router " + router + matched + ": "
                + approvals("", rules.conduct().startApprovals(), ", ") + steps);
    }

    private static String approvals(String before, @Nullable Integer people, String after) {
        if (people == null || people == 0) {
            return "";
        }
        return before + (people == 1 ? "an approval" : people + " approvals") + after;
    }
}
