package io.keelstream.gitwatcher.discovery;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What targets depend on has to exist, and must not depend on them. What other refs have is not known here: where there are any, a name
 * that this ref does not have may be theirs, and the planner says what it finds. Used for one commit.
 */
final class DependencyRules {

    /** A cycle may be as long as the repository allows targets. */
    private static final int NAMED = 20;

    private final SortedMap<String, Application> applications;
    private final Predicate<String> absent;
    private final SortedMap<TargetName, Problem> problems = new TreeMap<>();

    /** What each target depends on in this ref. */
    private final SortedMap<TargetName, List<TargetName>> dependencies = new TreeMap<>();

    private DependencyRules(SortedMap<String, Application> applications, Predicate<String> absent) {
        this.applications = applications;
        this.absent = absent;
    }

    /**
     * The targets that break a rule, each with the first problem.
     *
     * @param applications the applications of the commit
     * @param absent whether an application that is none of them cannot be anywhere else: neither in a file that cannot be read, nor in
     *     another ref
     */
    static SortedMap<TargetName, Problem> problems(
            SortedMap<String, Application> applications, Predicate<String> absent) {
        DependencyRules rules = new DependencyRules(applications, absent);
        applications
                .values()
                .forEach(application -> application.targets().forEach(target -> rules.add(application, target)));
        new DependencyCycles(rules.dependencies).find().forEach(rules::refuse);
        return rules.problems;
    }

    private void add(Application application, Target target) {
        List<TargetName> inside = new ArrayList<>();
        for (String each : target.policy().gating().dependsOn()) {
            TargetName name = TargetName.parse(each);
            Application other = applications.get(name.application());
            if (other == null && absent.test(name.application())) {
                unknown(application, target, each, "no application is named '" + name.application() + "'");
            } else if (other != null && !hasTarget(other, name.target())) {
                List<String> targets =
                        other.targets().stream().map(Target::name).toList();
                unknown(
                        application,
                        target,
                        each,
                        other.file() + " has no target '" + name.target() + "', but " + String.join(", ", targets));
            } else if (other != null) {
                inside.add(name);
            }
        }
        if (!inside.isEmpty()) {
            dependencies.put(new TargetName(target.name(), application.name()), inside);
        }
    }

    private void unknown(Application application, Target target, String dependency, String why) {
        problems.putIfAbsent(
                new TargetName(target.name(), application.name()),
                Reason.UNKNOWN_TARGET.problem(
                        "policy.dependsOn names " + dependency + ", and " + why
                                + ". Correct the name, or remove it from dependsOn",
                        application.file()));
    }

    private void refuse(List<TargetName> members, List<TargetName> cycle) {
        String way = String.join(
                " -> ", cycle.stream().limit(NAMED).map(TargetName::toString).toList());
        String more =
                cycle.size() <= NAMED ? "" : " -> (" + (cycle.size() - NAMED - 1) + " more) -> " + cycle.getLast();
        members.forEach(member -> problems.putIfAbsent(
                member,
                Reason.TARGET_CYCLE.problem(
                        "the targets wait for each other: " + way + more + ". Remove one of them from policy.dependsOn",
                        Objects.requireNonNull(applications.get(member.application()))
                                .file())));
    }

    private static boolean hasTarget(Application application, String target) {
        return application.targets().stream().anyMatch(each -> each.name().equals(target));
    }
}
