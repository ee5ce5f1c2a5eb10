package io.keelstream.cli.adopt.flux;

import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.kubernetes.annotation.Annotations;
import java.util.List;

/**
 * What a HelmRelease says of Helm's install, upgrade, rollback and uninstall. Helm only renders here: objects are applied one by one, and the chart's hooks run. Confined
 * to one thread.
 */
final class HelmActions {

    private static final String REMEDIATION = "remediation";
    private static final String SKIP = "Skip";

    private final FluxPolicy policy;
    private final Report report;

    HelmActions(FluxPolicy policy, Report report) {
        this.policy = policy;
        this.report = report;
    }

    void read(Fields spec) {
        Fields install = spec.section("install");
        Fields upgrade = spec.section("upgrade");
        for (Fields each : List.of(install, upgrade)) {
            applying(each);
        }
        install(install);
        upgrade(upgrade);
        for (String name : List.of("rollback", "uninstall")) {
            Fields action = spec.section(name);
            hooks(action.known(
                    "timeout",
                    "disableWait",
                    "disableWaitForJobs",
                    "cleanupOnFail",
                    "force",
                    "recreate",
                    "serverSideApply",
                    "keepHistory",
                    "deletionPropagation"));
            spec.noCounterpart(name, "Helm keeps no release here: objects are applied and deleted one by one");
        }
        spec.noCounterpart("maxHistory", "Helm keeps no release here: the last three healthy commits are kept");
    }

    private static void hooks(Fields action) {
        action.needsHand(
                "disableHooks",
                "the chart's hooks run here: see what they do, and switch them off by values of the chart, or take"
                        + " them out of it");
    }

    private static void applying(Fields action) {
        action.known("strategy", "serverSideApply")
                .noCounterpart("disableWait", "every object is waited for")
                .noCounterpart("disableWaitForJobs", "every Job is waited for")
                .noCounterpart("disableTakeOwnership", "an object of another owner is never taken over")
                .noCounterpart(
                        "disableOpenAPIValidation", "the API server checks every field, and refuses unknown ones")
                .needsHand("timeout", "policy.timeout is one for every release: write the longest there")
                .needsHand(
                        "disableSchemaValidation",
                        "values have to fit the chart's values.schema.json: correct them, or take the file out of the"
                                + " chart");
        hooks(action);
    }

    private void install(Fields install) {
        install.known("replace")
                .noCounterpart(REMEDIATION, "a first release that fails is tried again; nothing is uninstalled")
                .needsHand("skipCRDs", "CRDs of a chart are applied: take them out of its folder crds");
        if (install.text("crds").orElse("").equals(SKIP)) {
            report.needsHand(install.path("crds"), "CRDs of a chart are applied: take them out of its folder crds");
        }
        if (!install.isTrue("createNamespace")) {
            policy.put("createNamespace", false);
        }
    }

    private void upgrade(Fields upgrade) {
        upgrade.noCounterpart(
                        "cleanupOnFail", "what a failed release created is known, and pruned once Git has it no longer")
                .needsHand(
                        "preserveValues",
                        "values of earlier releases count no longer: compare helm get values RELEASE --all with these,"
                                + " and write what is missing as parameters")
                .needsHand(
                        "force",
                        "an object whose immutable fields change gets the annotation " + Annotations.REPLACE
                                + ": on-immutable");
        if (upgrade.text("crds").orElse(SKIP).equals(SKIP)) {
            report.translated(
                    upgrade.path("crds"), "the chart's CRDs are applied at every change, as with CreateReplace");
        }
        remediation(upgrade.section(REMEDIATION).known("ignoreTestFailures"));
    }

    /**
     * Without retries Flux does nothing about a failure, unless told to remedy the last one; with some it remedies each, and the last one unless told not
     * to. A negative number never ends.
     */
    private void remediation(Fields remediation) {
        String written = remediation.text("retries").orElse("0");
        boolean whole = written.matches("-?\\d{1,9}");
        if (!whole) {
            report.needsHand(remediation.path("retries"), "is not a whole number");
        }
        int retries = whole ? Integer.parseInt(written) : 0;
        boolean last = remediation
                .text("remediateLastFailure")
                .map(Boolean::parseBoolean)
                .orElse(retries > 0);
        String strategy = remediation.text("strategy").orElse("rollback");
        if (retries < 0 || last) {
            if (strategy.equals("rollback")) {
                policy.put("onFailure", "rollback");
                report.translated(
                        remediation.path(),
                        "onFailure: rollback: the last healthy commit is applied again, and the failed one is not"
                                + " retried");
            } else {
                report.noCounterpart(remediation.path("strategy"), "nothing is uninstalled when a release fails");
            }
        } else if (retries > 0) {
            report.translated(
                    remediation.path(),
                    "a release that fails stays, as after the last retry of Flux, and is tried again with back-off");
        }
    }
}
