package io.keelstream.cli.render;

import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.gitwatcher.offline.OfflineReport.OfflineTarget;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.policy.TargetObjects;
import io.keelstream.kubernetes.policy.Violation;
import io.keelstream.kubernetes.policy.installation.AppliedRules;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the rules of an installation say of a target's objects. There is no change here, so all of them are asked. Pure.
 *
 * @param lines one for each object and rule
 * @param denied whether one of them is at {@code deny}
 */
record RuleLines(List<String> lines, boolean denied) {

    /**
     * Asks.
     *
     * @param complete whether these are all rules of the installation, so that another name is unknown
     */
    static RuleLines of(OfflineTarget target, InstallationRules rules, boolean complete) {
        AppliedRules applied = rules.with(target.policy().gating());
        List<String> lines = new ArrayList<>();
        boolean denied = false;
        for (Violation each : applied.asked(rules.rules()).all(objects(target), TargetObjects.NONE)) {
            RuleLevel level = applied.of(each.rule());
            denied |= level == RuleLevel.DENY;
            lines.add(target.name() + ": " + each.reference() + ": rule " + each.rule() + " ("
                    + level.name().toLowerCase(Locale.ROOT) + "): " + each.fact() + "; " + each.remedy());
        }
        applied.kept()
                .forEach((rule, installed) -> lines.add(target.name() + ": the installation locks rule " + rule + ": "
                        + installed + " holds, whatever policy says"));
        if (complete) {
            applied.unknown()
                    .keySet()
                    .forEach(rule -> lines.add(target.name() + ": the installation has no rule " + rule
                            + "; remove it from policy.rules"));
        }
        return new RuleLines(List.copyOf(lines), denied);
    }

    private static TargetObjects objects(OfflineTarget target) {
        Map<ObjectReference, Manifest> all = new LinkedHashMap<>();
        for (Manifest each : target.objects()) {
            ObjectReference written = each.reference();
            all.put(written.namespace().isEmpty() ? written.inNamespace(target.namespace()) : written, each);
        }
        return new TargetObjects(all);
    }
}
