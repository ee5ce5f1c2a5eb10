package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.SourceAddress;
import io.keelstream.gitwatcher.source.SourceAddress.GitBase;
import io.keelstream.gitwatcher.source.SourceAddress.LargeFile;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import io.keelstream.gitwatcher.source.SourceAddress.RepositoryChart;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Fetches addresses of every kind. What a helper issued and a host refuses is issued anew, once for each time that something is fetched.
 * Thread-safe.
 */
final class Origins implements Origin<SourceAddress> {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final OciRegistry registry;
    private final ChartRepository repository;
    private final GitBases bases;
    private final LfsServer large;

    /**
     * Fetches from the hosts of the installation.
     *
     * @param folder where what was fetched is kept
     */
    Origins(SourceSettings settings, Path folder) {
        this(settings, folder, LONGEST);
    }

    Origins(SourceSettings settings, Path folder, Duration longest) {
        HostGuard guard = new HostGuard(settings);
        Web web = new Web(guard, longest);
        SourceCache cache = new SourceCache(folder, settings.cacheBytes());
        this.registry = new OciRegistry(guard, web, cache);
        this.repository = new ChartRepository(guard, web, cache);
        this.bases = new GitBases(guard, cache, longest);
        this.large = new LfsServer(settings, cache, longest);
    }

    @Override
    public String newest(SourceAddress address) throws FetchException, InterruptedException {
        return renewing(() -> switch (address) {
            case OciChart chart -> registry.newest(chart);
            case RepositoryChart chart -> repository.newest(chart);
            case GitBase base -> bases.newest(base);
            case LargeFile file -> large.newest(file);
        });
    }

    @Override
    public Content fetch(SourceAddress address, String digest) throws FetchException, InterruptedException {
        return renewing(() -> switch (address) {
            case OciChart chart -> registry.fetch(chart, digest);
            case RepositoryChart chart -> repository.fetch(chart, digest);
            case GitBase base -> bases.fetch(base, digest);
            case LargeFile file -> large.fetch(file, digest);
        });
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws FetchException, InterruptedException;
    }

    private static <T> T renewing(Question<T> question) throws FetchException, InterruptedException {
        try {
            return question.ask();
        } catch (RefusedCredentialsException e) {
            if (e.host().credentials() instanceof HostCredentials.Exec issued) {
                issued.refused();
                return question.ask();
            }
            throw e;
        }
    }
}
