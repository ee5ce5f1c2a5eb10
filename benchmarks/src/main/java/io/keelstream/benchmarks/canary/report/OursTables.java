package io.keelstream.benchmarks.canary.report;

import io.keelstream.benchmarks.canary.method.Regime;
import io.keelstream.benchmarks.canary.scenario.Truth;
import java.util.List;
import java.util.Locale;

/** What the report says of our judge, as Markdown. Immutable. */
final class OursTables {

    private final Results results;

    OursTables(Results results) {
        this.results = results;
    }

    /** Whole releases: those of harmless canaries, then of the others. */
    String releases(Regime regime) {
        StringBuilder table = new StringBuilder("| target | measured | met |\n|---|---|---|\n");
        row(table, Target.RELEASES, results.releases(regime, Target.RELEASES.about()));
        table.append("""

                | canary | truth | runs | rolled back | minutes to it | promoted | minutes to it | inconclusive | canary requests |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (Tally tally : results.releases(regime, any -> true)) {
            table.append("| %s | %s | %d | %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            tally.scenario(),
                            tally.truth().title(),
                            tally.runs(),
                            Numbers.share(tally.failed(), tally.runs()),
                            Numbers.minutes(tally.failMinutes()),
                            Numbers.share(tally.passed(), tally.runs()),
                            Numbers.minutes(tally.passMinutes()),
                            Numbers.share(tally.undecided(), tally.runs()),
                            Numbers.count(tally.requests())));
        }
        return table.append('\n').toString();
    }

    String targets(Regime regime) {
        StringBuilder table = new StringBuilder("| target | measured | met |\n|---|---|---|\n");
        for (Target target : Target.of(regime)) {
            row(table, target, results.ours(regime, target.about()));
        }
        List<String> missing = results.missing(regime);
        if (!missing.isEmpty()) {
            table.append("\nNot measured in this edition: ")
                    .append(String.join("; ", missing))
                    .append(".\n");
        }
        return table.append('\n').toString();
    }

    private static void row(StringBuilder table, Target target, List<Tally> tallies) {
        double worst = Double.NEGATIVE_INFINITY;
        String where = "";
        for (Tally tally : tallies) {
            double number = target.measure().of(tally);
            if (!(number <= worst)) {
                worst = number;
                where = tally.scenario();
            }
        }
        if (!where.isEmpty()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s: at most %.0f %s | %.1f %s (%s) | %s |%n",
                    target.text(),
                    target.bound(),
                    target.measure().unit(),
                    worst,
                    target.measure().unit(),
                    tallies.size() > 1 ? "worst: " + where : where,
                    worst <= target.bound() ? "yes" : "**no**"));
        }
    }

    String harmless(Regime regime) {
        StringBuilder table = new StringBuilder("""
                | harmless | runs | false FAIL | PASS | minutes to it | inconclusive | canary requests |
                |---|---|---|---|---|---|---|
                """);
        for (Tally tally : results.ours(regime, scenario -> scenario.truth() == Truth.HARMLESS)) {
            table.append("| %s | %d | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            tally.scenario(),
                            tally.runs(),
                            Numbers.share(tally.failed(), tally.runs()),
                            Numbers.share(tally.passed(), tally.runs()),
                            Numbers.minutes(tally.passMinutes()),
                            Numbers.share(tally.undecided(), tally.runs()),
                            Numbers.count(tally.requests())));
        }
        return table.append('\n').toString();
    }

    String harms(Regime regime) {
        StringBuilder table = new StringBuilder("""
                | not harmless | truth | runs | FAIL | minutes to it | PASS | inconclusive | canary requests |
                |---|---|---|---|---|---|---|---|
                """);
        for (Tally tally : results.ours(regime, scenario -> scenario.truth() != Truth.HARMLESS)) {
            table.append("| %s | %s | %d | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            tally.scenario(),
                            tally.truth().title(),
                            tally.runs(),
                            Numbers.share(tally.failed(), tally.runs()),
                            Numbers.minutes(tally.failMinutes()),
                            Numbers.share(tally.passed(), tally.runs()),
                            Numbers.share(tally.undecided(), tally.runs()),
                            Numbers.count(tally.requests())));
        }
        return table.append('\n').toString();
    }
}
