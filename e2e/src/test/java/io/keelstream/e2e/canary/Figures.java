package io.keelstream.e2e.canary;

import io.keelstream.e2e.traffic.Answer;
import io.keelstream.e2e.traffic.WeightHistory.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one scenario cost its clients.
 *
 * @param scenario in a few words
 * @param answers to everything that was sent meanwhile
 * @param splits each weight that the canary had for so many requests, all of which pods answered, that the share can be told
 * @param seconds from the push to the end of the release
 * @param back seconds from the verdict FAIL to a route without the canary; null without such a verdict
 */
record Figures(
        String scenario,
        List<Answer> answers,
        List<Split> splits,
        double seconds,
        @Nullable Double back) {

    /** A proxy takes so long to follow a change of weights at most, as measured on a busy machine. */
    private static final Duration FOLLOWS = Duration.ofSeconds(1);

    /** Fewer requests say nothing of a percentage point. */
    private static final int ENOUGH = 1_000;

    /** Percentage points that a proxy, which takes turns by weight, may be off. */
    private static final double OFF = 1;

    /**
     * A weight and what came of it.
     *
     * @param wanted share by the route, 0 to 1
     * @param requests that were sent while it held
     * @param canary that the canary answered of them
     */
    record Split(double wanted, long requests, long canary) {

        double achieved() {
            return (double) canary / requests;
        }

        /** Between what was wanted and what came of it; percentage points. */
        double off() {
            return 100 * Math.abs(achieved() - wanted);
        }

        boolean asWanted() {
            return off() <= OFF;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f %%: %.1f %% of %d", 100 * wanted, 100 * achieved(), requests);
        }
    }

    static Figures of(String scenario, ProxiedStorefront storefront, ProxiedStorefront.Push push) {
        Instant now = Instant.now();
        Instant pushed = push.at();
        Instant failed = storefront.now().failedAt(push.commit());
        Instant gone = failed == null ? null : storefront.weights().nothingAfter(failed.minus(FOLLOWS));
        return new Figures(
                scenario,
                storefront.clients().between(pushed, now),
                splits(storefront, pushed, now),
                seconds(pushed, now),
                failed == null || gone == null ? null : seconds(failed, gone));
    }

    /** A weight that falls does so because pods end, and a proxy sends less to what has such pods than its weight. */
    private static List<Split> splits(ProxiedStorefront storefront, Instant from, Instant to) {
        List<Split> splits = new ArrayList<>();
        double before = 0;
        for (Stretch stretch : storefront.weights().between(from, to)) {
            boolean risen = stretch.share() > before;
            before = stretch.share();
            if (risen) {
                List<Answer> answers =
                        storefront.clients().between(stretch.from().plus(FOLLOWS), stretch.to());
                // Nobody knows for whom those were that no pod answered.
                if (answers.size() >= ENOUGH
                        && answers.stream().noneMatch(answer -> answer.pod().isEmpty())) {
                    splits.add(new Split(stretch.share(), answers.size(), canary(answers)));
                }
            }
        }
        return splits;
    }

    /** Requests that the canary answered. */
    long exposed() {
        return canary(answers);
    }

    /** Requests whose clients did not get what they asked for. */
    List<Answer> failed() {
        return answers.stream().filter(Answer::failed).toList();
    }

    /** A row of the table in {@code docs/canary.md}. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %s | %.0f s | %s |",
                scenario,
                answers.size(),
                exposed(),
                failed().size(),
                String.join("; ", splits.stream().map(Split::toString).toList()),
                seconds,
                back == null ? "-" : String.format(Locale.ROOT, "%.2f s", back));
    }

    /** The greatest distance from a weight, and the longest time from a verdict to weight 0, of all releases. */
    static String worst(List<Figures> all) {
        List<Split> splits =
                all.stream().flatMap(each -> each.splits().stream()).toList();
        List<Double> backs =
                all.stream().map(Figures::back).filter(Objects::nonNull).toList();
        return String.format(
                Locale.ROOT,
                "of %d weights at most %.2f points off; of %d verdicts at most %.2f s to weight 0",
                splits.size(),
                splits.stream().mapToDouble(Split::off).max().orElse(0),
                backs.size(),
                backs.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }

    private static long canary(List<Answer> answers) {
        return answers.stream().filter(answer -> answer.of("storefront-canary")).count();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
