package io.keelstream.gitwatcher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.evaluation.ApplicationTenants.Domain;
import io.keelstream.gitwatcher.evaluation.UnfinishedMoves.Change;
import io.keelstream.gitwatcher.evaluation.UnfinishedMoves.Place;
import io.keelstream.gitwatcher.evaluation.UnfinishedMoves.Wait;
import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever moves between targets, and whichever of them keep what they have: no object is let go that may be meant to stay. */
class UnfinishedMovesPropertyTests {

    private static final List<Domain> DOMAINS =
            List.of(new Domain("east", "blue"), new Domain("east", "green"), new Domain("west", "blue"));

    static List<Integer> seeds() {
        return IntStream.range(0, 500).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void movesHappenAsAWholeOrNotAtAll(int seed) {
        // Given
        Random random = new Random(seed);
        List<Change> changes = new ArrayList<>();
        Map<TargetName, Set<Place>> kept = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            TargetName name = new TargetName("main", "app" + i);
            if (random.nextInt(4) == 0) {
                kept.put(name, places(random));
            } else {
                changes.add(new Change(name, places(random), random.nextInt(5) == 0 ? Set.of() : places(random)));
            }
        }
        Map<Domain, TargetName> lacking =
                random.nextInt(3) == 0 ? Map.of(DOMAINS.getFirst(), new TargetName("main", "chart")) : Map.of();
        Set<TargetName> barred = changes.stream()
                .map(Change::target)
                .filter(_ -> random.nextInt(8) == 0)
                .collect(Collectors.toSet());

        // When
        Set<TargetName> waiting = new HashSet<>(barred);
        waiting.addAll(
                UnfinishedMoves.among(changes, kept, barred, undecided(lacking)).keySet());

        // Then
        List<Change> made = changes.stream()
                .filter(each -> !waiting.contains(each.target()))
                .toList();
        Set<Place> keptPlaces = kept.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Set<Place> gained =
                made.stream().flatMap(each -> each.gained().stream()).collect(Collectors.toSet());
        changes.stream().filter(each -> waiting.contains(each.target())).forEach(each -> {
            keptPlaces.addAll(each.before());
            assertThat(made).noneMatch(other -> other.lost().stream().anyMatch(each.gained()::contains));
        });
        assertThat(gained).noneMatch(keptPlaces::contains);
        made.stream()
                .flatMap(each -> each.lost().stream())
                .filter(place -> lacking.containsKey(place.domain()))
                .forEach(place -> assertThat(gained).contains(place));
        if (kept.isEmpty() && lacking.isEmpty() && barred.isEmpty()) {
            assertThat(waiting).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tenantGoesOnAsThoughNobodyElseWereThere(int seed) {
        // Given
        Random random = new Random(seed);
        List<Change> both = new ArrayList<>();
        Map<TargetName, Set<Place>> kept = new TreeMap<>();
        for (int i = 0; i < 8; i++) {
            Domain domain = DOMAINS.get(i % 2);
            TargetName name = new TargetName(domain.tenant(), "app" + i);
            if (random.nextInt(4) == 0) {
                kept.put(name, places(random, domain));
            } else {
                both.add(new Change(name, places(random, domain), places(random, domain)));
            }
        }
        Map<Domain, TargetName> lacking = Map.of(DOMAINS.getFirst(), new TargetName("blue", "chart"));

        // When
        Map<TargetName, Wait> waiting = UnfinishedMoves.among(both, kept, Set.of(), undecided(lacking));

        // Then
        List<Change> alone = both.stream()
                .filter(each -> each.target().target().equals("green"))
                .toList();
        Map<TargetName, Set<Place>> own = new TreeMap<>(kept);
        own.keySet().removeIf(each -> each.target().equals("blue"));
        Map<TargetName, Wait> green = new TreeMap<>(waiting);
        green.keySet().removeIf(each -> each.target().equals("blue"));
        assertThat(green).isEqualTo(UnfinishedMoves.among(alone, own, Set.of(), undecided(Map.of())));
    }

    @Test
    void changeThatMovesNothingGoesOn() {
        Place deployment = new Place(DOMAINS.getFirst(), "Deployment/shop/web");
        TargetName shop = new TargetName("main", "shop");

        assertThat(UnfinishedMoves.among(
                        List.of(new Change(shop, Set.of(deployment), Set.of(deployment))),
                        Map.of(
                                new TargetName("main", "broken"),
                                Set.of(new Place(DOMAINS.getFirst(), "Deployment/shop/other"))),
                        Set.of(),
                        undecided(Map.of(DOMAINS.getFirst(), new TargetName("main", "chart")))))
                .isEmpty();
    }

    @Test
    void generatedObjectThatHasASuccessorWaitsForNothing() {
        // Given
        Place former = new Place(DOMAINS.getFirst(), "ConfigMap/shop/config-7h2k84mbdf");
        Place other = new Place(DOMAINS.getFirst(), "ConfigMap/shop/other-7h2k84mbdf");
        Bundle.Item next = new Bundle.Item(
                "ConfigMap/shop/config-9g6b2t5kcd", "sha256:1", "config", "a.yaml", false, new Manifest(Map.of()));
        Bundle.Complete bundle = new Bundle.Complete(List.of(next), "sha256:2", "sha256:3", List.of(), List.of());
        TargetName shop = new TargetName("main", "shop");
        UnfinishedMoves.Undecided lacking = undecided(Map.of(DOMAINS.getFirst(), new TargetName("main", "chart")));
        Set<Place> after = Set.of(new Place(DOMAINS.getFirst(), next.reference()));

        // When
        Set<Place> replaced = UnfinishedMoves.replaced(bundle, Set.of(former, other));

        // Then
        assertThat(replaced).containsExactly(former);
        assertThat(UnfinishedMoves.among(
                        List.of(new Change(shop, Set.of(former), after, replaced)), Map.of(), Set.of(), lacking))
                .isEmpty();
        assertThat(UnfinishedMoves.among(
                        List.of(new Change(shop, Set.of(other), after, replaced)), Map.of(), Set.of(), lacking))
                .containsOnlyKeys(shop);
    }

    private static UnfinishedMoves.Undecided undecided(Map<Domain, TargetName> lacking) {
        return (_, place) -> lacking.containsKey(place.domain())
                ? lacking.get(place.domain()).toString()
                : null;
    }

    private static Set<Place> places(Random random, Domain domain) {
        Set<Place> places = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            places.add(new Place(domain, "ConfigMap/shop/" + random.nextInt(6)));
        }
        return places;
    }

    private static Set<Place> places(Random random) {
        Set<Place> places = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            places.add(new Place(DOMAINS.get(random.nextInt(DOMAINS.size())), "ConfigMap/shop/" + random.nextInt(6)));
        }
        return places;
    }
}
