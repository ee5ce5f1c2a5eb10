package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.retry.Backoff;
import io.keelstream.gitwatcher.source.Answer;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.RefSources;
import io.keelstream.gitwatcher.source.SourceAddress;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceStoreTests {

    private static final OciChart SHOP = new OciChart("registry", "shop", "1.0.0");
    private static final OciChart SLOW = new OciChart("slow", "shop", "1.0.0");

    private final Changing origins = new Changing();
    private final SourceStore store = new SourceStore(origins, Duration.ofMillis(40), Backoff.ofMillis(1, 10));
    private final AtomicInteger wakes = new AtomicInteger();
    private final RefSources ref = store.of("infra", wakes::incrementAndGet);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void answerIsPendingUntilItIsThere() throws Exception {
        origins.digests.put(SHOP, "one");
        assertThat(ref.newest(SHOP)).isInstanceOf(Answer.Pending.class);
        assertThat(ref.await(deadline())).isTrue();
        assertThat(ref.newest(SHOP)).isEqualTo(new Answer.Known<>("one"));
        await().untilAsserted(() -> assertThat(wakes).hasPositiveValue());
        assertThat(ref.changed()).containsExactly(SHOP.key());
    }

    @Test
    void whatIsAwayIsTriedAgainAndWakesTheRefOnceItIsThere() throws Exception {
        // Given
        assertThat(ref.newest(SHOP)).isInstanceOf(Answer.Pending.class);
        assertThat(ref.await(deadline())).isTrue();
        assertThat(ref.newest(SHOP)).isInstanceOf(Answer.Failed.class);
        ref.keep(Set.of(SHOP.key()));
        ref.changed();

        // When
        origins.digests.put(SHOP, "one");

        // Then
        await().until(ref::isChanged);
        assertThat(ref.newest(SHOP)).isEqualTo(new Answer.Known<>("one"));
    }

    @Test
    void slowHostKeepsNobodyElseWaiting() throws Exception {
        // Given
        for (int i = 0; i < 50; i++) {
            ref.content(SLOW, "content-" + i);
        }
        origins.digests.put(SHOP, "one");
        RefSources other = store.of("apps", () -> {});

        // When
        other.newest(SHOP);

        // Then
        assertThat(other.await(deadline())).isTrue();
        assertThat(other.newest(SHOP)).isEqualTo(new Answer.Known<>("one"));
        assertThat(ref.await(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50)))
                .as("whoever wants something of it stops waiting")
                .isFalse();
        assertThat(origins.asking.get()).as("requests at once").isLessThanOrEqualTo(4);
        origins.slow.countDown();
    }

    @Test
    void repositoryThatWantsMuchOfAHostKeepsNoOtherWaiting() throws Exception {
        // Given
        OciChart same = new OciChart(SLOW.host(), "other", "1.0.0");
        for (int i = 0; i < 50; i++) {
            ref.content(SLOW, "content-" + i);
        }
        await().until(() -> origins.asking.get() == 3);
        origins.digests.put(same, "one");
        RefSources other = store.of("apps", () -> {});

        // When
        other.newest(same);

        // Then
        assertThat(other.await(deadline())).isTrue();
        assertThat(other.newest(same)).isEqualTo(new Answer.Known<>("one"));
        assertThat(origins.asking).as("one place is always for others").hasValue(3);
        origins.slow.countDown();
    }

    @Test
    void movedVersionIsNoticedAndWakesTheRefsThatReadIt() {
        // Given
        origins.digests.put(SHOP, "one");
        assertThat(ref.looked(SHOP, "one")).isEqualTo("one");
        ref.keep(Set.of(SHOP.key()));

        // When
        origins.digests.put(SHOP, "two");

        // Then
        await().until(ref::isChanged);
        assertThat(ref.changed()).containsExactly(SHOP.key());
        assertThat(ref.looked(SHOP, "one")).isEqualTo("two");
    }

    @Test
    void recordOfOneRefIsNoAnswerForAnother() throws Exception {
        // Given
        RefSources other = store.of("apps", () -> {});
        assertThat(other.looked(SHOP, "what it recorded")).isEqualTo("what it recorded");

        // Then
        assertThat(ref.looked(SHOP, "another record")).isEqualTo("another record");
        assertThat(ref.newest(SHOP)).as("the host is asked").isNotInstanceOf(Answer.Known.class);
        origins.digests.put(SHOP, "what the host has");
        await().untilAsserted(() -> assertThat(ref.newest(SHOP)).isEqualTo(new Answer.Known<>("what the host has")));
        assertThat(other.looked(SHOP, "what it recorded")).isEqualTo("what the host has");
        assertThat(other.changed()).as("it was told otherwise").containsExactly(SHOP.key());
    }

    @Test
    void recordThatTheHostConfirmsWakesNobody() {
        // Given
        origins.digests.put(SHOP, "one");
        ref.looked(SHOP, "one");
        ref.keep(Set.of(SHOP.key()));

        // When
        await().until(() -> origins.asked.get() > 3);

        // Then
        assertThat(ref.isChanged()).isFalse();
        assertThat(wakes).hasValue(0);
    }

    @Test
    void whatNobodyReadsAnyMoreIsNotAskedFor() {
        // Given
        ref.newest(SHOP);
        await().until(() -> origins.asked.get() > 0);

        // When
        ref.keep(Set.of());

        // Then
        await().until(() -> {
            int before = origins.asked.get();
            Thread.sleep(60);
            return origins.asked.get() == before;
        });
    }

    @Test
    void refWaitsForALimitedNumberOfThingsAndAsksForTheRestLater() {
        // Given
        OciChart late = new OciChart(SLOW.host(), "late", "1.0.0");
        for (int i = 0; i < SourceStore.MOST_OF_A_REF; i++) {
            assertThat(ref.content(SLOW, "content-" + i)).isInstanceOf(Answer.Pending.class);
        }

        // When
        Answer<Content> answer = ref.content(late, "one");

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.problem().message())
                                .isEqualTo(
                                        "more than 2000 charts, bases and files are being fetched for this ref, or wait for hosts that are away;"
                                                + " 'oci://slow/late' 1.0.0 is fetched after some of those"));
        assertThat(store.of("apps", () -> {}).content(SLOW, "for another ref")).isInstanceOf(Answer.Pending.class);

        // When
        origins.slow.countDown();

        // Then
        await().until(() -> ref.changed().contains(late.key()));
        await().until(() -> ref.content(late, "one") instanceof Answer.Known);
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    }

    /** Has what the test says; one host never answers. */
    private static final class Changing implements Origin<SourceAddress> {

        final Map<SourceAddress, String> digests = new ConcurrentHashMap<>();
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger asking = new AtomicInteger();
        final CountDownLatch slow = new CountDownLatch(1);

        @Override
        public String newest(SourceAddress address) throws FetchException {
            asked.incrementAndGet();
            String digest = digests.get(address);
            if (digest == null) {
                throw new FetchException(Reason.SOURCE_UNREACHABLE, "away");
            }
            return digest;
        }

        @Override
        public Content fetch(SourceAddress address, String digest) throws InterruptedException {
            asking.incrementAndGet();
            slow.await();
            return new Content.Archive(new byte[0]);
        }
    }
}
