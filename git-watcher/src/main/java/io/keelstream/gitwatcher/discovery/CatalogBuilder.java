package io.keelstream.gitwatcher.discovery;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.application.Fleet;
import io.keelstream.gitwatcher.application.Names;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.pattern.Steps;
import io.keelstream.gitwatcher.pattern.TooManyStepsException;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.MalformedEntryException;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Resolves which file a name belongs to. A name stays with the folder that had it; a new one goes to the first in the order
 * of paths; no fleet takes a folder that has its own file. Confined to one thread.
 */
public final class CatalogBuilder {

    private static final long MOST_STEPS = 100_000_000;
    private static final int STEPS_OF_AN_ENTRY = 100;
    private static final long MOST_CHARACTERS = 50_000_000;

    private final Claims claims;
    private final SortedMap<String, List<Claimant>> byName = new TreeMap<>();
    private final List<ApplicationFile.Unusable> anonymous = new ArrayList<>();
    private final List<Catalog.RejectedClaim> rejectedClaims = new ArrayList<>();

    /** A claim to a name. Exactly one of the two is present. */
    private record Claimant(String file, String base, List<String> targets, ApplicationFile what) {}

    private CatalogBuilder(Claims claims) {
        this.claims = claims;
    }

    /** The catalog of a commit, given which names are taken already. */
    public static Catalog build(Snapshot snapshot, Discovered discovered, Claims claims) {
        CatalogBuilder builder = new CatalogBuilder(claims);
        for (ApplicationFile file : discovered.files().values()) {
            switch (file) {
                case ApplicationFile.One(Application application) -> builder.add(application);
                case ApplicationFile.Many(Fleet fleet) -> builder.add(fleet, snapshot, discovered);
                case ApplicationFile.Unusable unusable -> builder.add(unusable);
            }
        }
        builder.anonymous.addAll(discovered.beyond());
        return builder.settle(discovered.complete());
    }

    private void add(Application application) {
        List<String> targets = application.targets().stream().map(Target::name).toList();
        claim(
                application.name(),
                new Claimant(application.file(), application.base(), targets, new ApplicationFile.One(application)));
    }

    /**
     * A folder that may not have a name does not compete for it, so that it takes it from nobody. One that has it already keeps what is
     * deployed: its targets are refused.
     */
    private void claim(String name, Claimant claimant) {
        Optional<Problem> barring = claimant.base().equals(claims.baseOf(name))
                ? Optional.empty()
                : claims.barring(name, claimant.base(), claimant.file());
        barring.ifPresentOrElse(
                problem -> rejectedClaims.add(new Catalog.RejectedClaim(name, claimant.targets(), problem)),
                () -> byName.computeIfAbsent(name, key -> new ArrayList<>()).add(claimant));
    }

    private void add(ApplicationFile.Unusable file) {
        String base = Paths.parent(file.file());
        String known = claims.nameAt(base);
        String name = known.isEmpty() ? file.name() : known;
        if (name.isEmpty()) {
            anonymous.add(file);
        } else {
            claim(name, new Claimant(file.file(), base, file.targets(), file));
        }
    }

    private void add(Fleet fleet, Snapshot snapshot, Discovered discovered) {
        SortedSet<String> folders = new TreeSet<>();
        Steps steps = new Steps(MOST_STEPS);
        try {
            for (String pattern : fleet.directories()) {
                Entry base = snapshot.find(fleet.base());
                if (base != null && base.isFolder()) {
                    expand(snapshot, base, List.of(pattern.split("/", -1)), folders, steps);
                }
            }
        } catch (TooManyStepsException e) {
            tooLarge(fleet, "looks at too many folders; narrow 'spec.directories'");
            return;
        }
        if (fleet.size() * folders.size() > MOST_CHARACTERS) {
            tooLarge(
                    fleet,
                    "has " + folders.size() + " folders with " + fleet.targets().size()
                            + " targets each, which is too much with their parameters; split it");
            return;
        }
        for (String folder : folders) {
            if (!discovered.files().containsKey(Paths.join(folder, "keelstream.yaml"))) {
                addMember(fleet, folder);
            }
        }
    }

    /** Nobody knows which applications a fleet would have that is too large; so nothing counts as removed meanwhile. */
    private void tooLarge(Fleet fleet, String what) {
        Problem problem = Reason.BUNDLE_TOO_LARGE.problem("the fleet '" + fleet.name() + "' " + what, fleet.file());
        anonymous.add(new ApplicationFile.Unusable(fleet.file(), "", List.of(), List.of(problem)));
    }

    private void addMember(Fleet fleet, String folder) {
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        if (Names.isDnsLabel(name)) {
            add(fleet.application(folder));
        } else {
            rejectedClaims.add(new Catalog.RejectedClaim(
                    "",
                    List.of(),
                    Reason.INVALID_VALUE.problem(
                            "the fleet '" + fleet.name() + "' matches the folder " + folder
                                    + ", whose name is not a DNS label; rename the folder or narrow 'spec.directories'",
                            fleet.file())));
        }
    }

    private static void expand(
            Snapshot snapshot, Entry folder, List<String> parts, SortedSet<String> found, Steps steps) {
        if (parts.isEmpty()) {
            found.add(folder.path());
            return;
        }
        for (Entry entry : inside(snapshot, folder)) {
            steps.take(STEPS_OF_AN_ENTRY);
            if (entry.isFolder() && Fleet.matches(parts.getFirst(), entry.name(), steps)) {
                expand(snapshot, entry, parts.subList(1, parts.size()), found, steps);
            }
        }
    }

    /** Nothing where the folder is none, which {@link Discovered} says. */
    private static List<Entry> inside(Snapshot snapshot, Entry folder) {
        try {
            return snapshot.list(folder);
        } catch (MalformedEntryException e) {
            return List.of();
        }
    }

    private Catalog settle(boolean complete) {
        SortedMap<String, Application> applications = new TreeMap<>();
        SortedMap<String, ApplicationFile.Unusable> unusable = new TreeMap<>();
        for (Map.Entry<String, List<Claimant>> entry : byName.entrySet()) {
            String name = entry.getKey();
            String elsewhere = claims.elsewhere(name);
            if (!elsewhere.isEmpty()) {
                entry.getValue().forEach(each -> refuse(name, each, elsewhere));
                continue;
            }
            Claimant winner = winner(name, entry.getValue());
            switch (winner.what()) {
                case ApplicationFile.One(Application application) -> applications.put(name, application);
                case ApplicationFile.Unusable file -> unusable.put(name, file);
                case ApplicationFile.Many many -> throw new IllegalStateException("a fleet claims no name: " + many);
            }
            entry.getValue().stream()
                    .filter(each -> !each.equals(winner))
                    .forEach(each -> refuse(name, each, winner.file()));
        }
        boolean known = claims.alone() && complete && anonymous.isEmpty();
        return new Catalog(
                applications,
                unusable,
                rejectedClaims,
                anonymous,
                complete,
                DependencyRules.problems(applications, name -> known && !unusable.containsKey(name)));
    }

    private Claimant winner(String name, List<Claimant> claimants) {
        String base = claims.baseOf(name);
        return claimants.stream()
                .filter(each -> base != null && each.base().equals(base))
                .findFirst()
                .orElse(claimants.getFirst());
    }

    private void refuse(String name, Claimant loser, String owner) {
        rejectedClaims.add(new Catalog.RejectedClaim(
                name,
                loser.targets(),
                Reason.DUPLICATE_APPLICATION.problem(
                        loser.file() + " claims the application name '" + name + "', which " + owner
                                + " uses already. Rename one of them",
                        loser.file())));
    }
}
