package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.source.Answer;
import io.keelstream.gitwatcher.source.SourceAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks hosts, each a few things at once, and makes an answer of whatever comes of it. Thread-safe. */
final class HostQuestions {

    private static final Logger LOG = LoggerFactory.getLogger(HostQuestions.class);
    private static final int MOST_OF_A_HOST = 4;

    private final Origin<SourceAddress> origins;
    private final Map<String, HostPlaces> hosts = new ConcurrentHashMap<>();

    HostQuestions(Origin<SourceAddress> origins) {
        this.origins = origins;
    }

    /**
     * Asks once, which may take long.
     *
     * @param repository whose lane it is
     */
    Answer<Object> ask(Wish wish, String repository) throws InterruptedException {
        SourceAddress address = wish.address();
        try {
            Object value = hosts.computeIfAbsent(address.host(), absent -> new HostPlaces(MOST_OF_A_HOST))
                    .ask(
                            repository,
                            () -> wish.digest().isEmpty()
                                    ? origins.newest(address)
                                    : origins.fetch(address, wish.digest()));
            return new Answer.Known<>(value);
        } catch (FetchException e) {
            LOG.atWarn()
                    .addKeyValue("source", address.key())
                    .addKeyValue("reason", e.reason().label())
                    .addKeyValue("message", e.getMessage())
                    .log("Something from elsewhere cannot be fetched");
            return new Answer.Failed<>(e.problem());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            LOG.atError().addKeyValue("source", address.key()).setCause(e).log("A fetch failed unexpectedly");
            return new Answer.Failed<>(Reason.INTERNAL.problem(
                    "fetching " + address.named() + " failed with an unexpected "
                            + e.getClass().getSimpleName() + "; see the log of git-watcher",
                    null));
        }
    }
}
