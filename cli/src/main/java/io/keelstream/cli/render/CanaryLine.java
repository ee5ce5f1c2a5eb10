package io.keelstream.cli.render;

import io.keelstream.cli.output.DurationText;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.gitwatcher.offline.OfflineReport.OfflineTarget;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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
                        + (step.approvals() > 0 ? " and an approval" : ""))
                .collect(Collectors.joining(", "));
        return Optional.of(target.name() + ": canary releases with router " + router + matched + ": "
                + (rules.conduct().asksBeforeStart() ? "an approval, " : "") + steps);
    }
}
