package io.keelstream.e2e.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.canary.ProxiedStorefront.Push;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** The releases of a {@link ProxiedStorefront}, one after the other, and the figures of each. Used by one thread. */
final class ProxiedReleases implements AutoCloseable {

    private static final String CANARY = "storefront-canary";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Long enough for several ticks of the analysis. */
    private static final Duration AWHILE = Duration.ofSeconds(5);

    private final ProxiedStorefront storefront;
    private final List<Figures> all = new ArrayList<>();

    private ProxiedReleases(ProxiedStorefront storefront) {
        this.storefront = storefront;
    }

    /** Returns when the first release is healthy; skips the tests where that cannot be had, and says why. */
    static ProxiedReleases start(Path folder) throws Exception {
        Optional<String> why = ProxiedStorefront.whyNot();
        Assumptions.assumeTrue(
                why.isEmpty() || System.getenv("CI") != null,
                () -> "Canary releases through a real proxy are not tested: " + why.orElseThrow());
        ProxiedReleases releases = new ProxiedReleases(ProxiedStorefront.start(folder));
        releases.await("the first release", () -> releases.now().finished(Outcome.HEALTHY) == 1);
        return releases;
    }

    ProxiedStorefront storefront() {
        return storefront;
    }

    /** The application as it is now. */
    Storefront now() {
        return storefront.now();
    }

    /** The figures of a release that has ended, and left nothing behind. */
    Figures ended(String scenario, Push push, Outcome outcome) {
        await("the end of " + push.commit(), () -> now().ended(push.commit()) != null);
        Figures figures = Figures.of(scenario, storefront, push);
        all.add(figures);
        assertThat(Objects.requireNonNull(now().ended(push.commit())).outcome())
                .as(storefront.stage().system().printed())
                .isEqualTo(outcome);
        if (outcome != Outcome.SUPERSEDED) {
            assertThat(now().clean()).as("weights %s", now().weights()).isTrue();
        }
        assertThat(figures.splits()).allMatch(Figures.Split::asWanted);
        return figures;
    }

    /** The figures of a release whose canary was found harmful: within a second it has no traffic, and what ran before has all of it. */
    Figures takenBack(String scenario, Push push) {
        Figures figures = ended(scenario, push, Outcome.ROLLED_BACK);
        assertThat(figures.back()).as(figures.row()).isLessThan(1);
        assertThat(now().tag()).isEqualTo(push.before());
        return figures;
    }

    static void assertNothingLost(Figures figures) {
        assertThat(figures.failed()).as(figures.row()).isEmpty();
    }

    static void assertOnlyTheCanaryFailed(Figures figures) {
        assertThat(figures.failed())
                .as(figures.row())
                .isNotEmpty()
                .allMatch(answer -> answer.of(CANARY) && answer.status() == 500);
    }

    void assertShareStays(double percent) throws InterruptedException {
        Thread.sleep(AWHILE);
        assertThat(now().share()).isEqualTo(percent);
    }

    /** Several ticks of the analysis pass. */
    void pause() throws InterruptedException {
        Thread.sleep(AWHILE);
    }

    void awaitShare(double percent) {
        await(percent + " % for the canary", () -> now().share() == percent);
    }

    void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(condition);
    }

    /** Prints a row of the table of figures for each release, and the worst of them. */
    @Override
    public void close() {
        all.forEach(each -> System.out.println(each.row()));
        System.out.println(Figures.worst(all));
        storefront.close();
    }
}
