package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.gitwatcher.source.SourceAddress.LargeFile;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Files in Git LFS, as its <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md">batch API</a> and the basic transfer
 * give them. The repository's own host is asked with the repository's credentials; where it keeps the files is a host of the list. What a
 * commit says of servers ({@code .lfsconfig}) is not read. JGit's LFS is for files that are checked out, and follows that. Thread-safe.
 */
final class LfsServer implements Origin<LargeFile> {

    private static final String JSON = "application/vnd.git-lfs+json";

    /** Bytes: no file that renderers read is larger. */
    private static final long LARGEST = 2L << 20;

    private static final long LARGEST_ANSWER = 1L << 20;
    private static final int MOST_HEADERS = 20;

    private record Server(SourceHost host, Web web) {}

    private final Map<LfsRepository, Server> servers = new HashMap<>();
    private final SourceCache cache;

    /**
     * Asks the repositories of the settings.
     *
     * @param longest how long one request may take
     */
    LfsServer(SourceSettings settings, SourceCache cache, Duration longest) {
        this.cache = cache;
        for (LfsSettings each : settings.lfs()) {
            SourceHost own = each.host();
            List<SourceHost> hosts = new ArrayList<>(List.of(own));
            hosts.addAll(settings.hosts());
            HostGuard guard = new HostGuard(new SourceSettings(hosts, settings.check(), settings.cacheBytes()));
            servers.put(each.repository(), new Server(own, new Web(guard, longest)));
        }
    }

    @Override
    public String newest(LargeFile file) {
        return file.digest();
    }

    @Override
    public Content fetch(LargeFile file, String digest) throws FetchException, InterruptedException {
        Server server = servers.get(file.repository());
        if (server == null || file.bytes() > LARGEST) {
            throw new FetchException(Reason.SOURCE_NOT_ALLOWED, file.named() + " is not to be fetched");
        }
        byte[] content = cache.read(file.text(), digest);
        if (content == null) {
            content = download(file, server);
            Digests.check(content, digest, file.named());
            cache.write(file.text(), digest, content);
        }
        return new Content.Bytes(content);
    }

    /** Where a file is, and what its host is told of who asks. */
    private record Place(URI address, Map<String, String> headers) {}

    private byte[] download(LargeFile file, Server server) throws FetchException, InterruptedException {
        Place place = place(file, server);
        try {
            return server.web().get(place.address(), place.headers(), LARGEST, InputStream::readAllBytes);
        } catch (FetchException e) {
            throw e.explained(file.named() + ": " + e.getMessage());
        }
    }

    private Place place(LargeFile file, Server server) throws FetchException, InterruptedException {
        String url = file.repository().url().replaceFirst("/+$", "");
        URI batch = URI.create((url.endsWith(".git") ? url : url + ".git") + "/info/lfs/objects/batch");
        Map<String, String> headers = new HashMap<>(Map.of("Accept", JSON, "Content-Type", JSON));
        headers.putAll(server.host().credentials().now().forGit().header());
        byte[] asked = Json.write(Map.of(
                "operation",
                "download",
                "transfers",
                List.of("basic"),
                "hash_algo",
                "sha256",
                "objects",
                List.of(Map.of("oid", file.oid(), "size", file.bytes()))));
        byte[] answer;
        try {
            answer = server.web().post(batch, headers, asked, LARGEST_ANSWER, InputStream::readAllBytes);
        } catch (FetchException e) {
            throw explained(e, file);
        }
        try {
            return place(file, server, Json.readObject(answer));
        } catch (JsonException | IllegalArgumentException e) {
            throw invalid(file);
        }
    }

    private static Place place(LargeFile file, Server server, Map<String, @Nullable Object> answer)
            throws FetchException {
        Map<String, @Nullable Object> object = Manifest.list(answer.get("objects")).stream()
                .map(Manifest::map)
                .filter(each -> file.oid().equals(each.get("oid")))
                .findFirst()
                .orElseThrow(() -> invalid(file));
        if (object.get("error") != null) {
            throw absent(file);
        }
        Map<String, @Nullable Object> download =
                Manifest.map(Manifest.map(object.get("actions")).get("download"));
        if (!(download.get("href") instanceof String href)) {
            throw absent(file);
        }
        URI address = URI.create(href);
        Map<String, String> headers = headers(Manifest.map(download.get("header")), file);
        boolean own = server.host().name().equals(Web.host(address));
        if (own && headers.isEmpty() && !Objects.equals(object.get("authenticated"), true)) {
            headers.putAll(server.host().credentials().now().forGit().header());
        }
        return new Place(address, headers);
    }

    private static Map<String, String> headers(Map<String, @Nullable Object> written, LargeFile file)
            throws FetchException {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, @Nullable Object> each : written.entrySet()) {
            if (!each.getKey().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
                    || !(each.getValue() instanceof String value)
                    || !value.matches("[ -~]{0,8192}")
                    || headers.size() >= MOST_HEADERS) {
                throw invalid(file);
            }
            headers.put(each.getKey(), value);
        }
        return headers;
    }

    private static FetchException explained(FetchException e, LargeFile file) {
        String repository = "keelstream.repositories[" + file.repository().name() + "]";
        return switch (e.reason()) {
            case SOURCE_UNAUTHORIZED ->
                e.explained(file.named() + ": the host does not accept the credentials for Git LFS; check " + repository
                        + ".credentials");
            case SOURCE_NOT_FOUND ->
                e.explained(
                        file.named() + ": the host has no Git LFS for this repository; commit the file without LFS, or"
                                + " take lfs: true out of " + repository);
            default -> e.explained(file.named() + ": " + e.getMessage());
        };
    }

    private static FetchException absent(LargeFile file) {
        return new FetchException(
                Reason.SOURCE_NOT_FOUND,
                file.named() + " is not there, or not for these credentials; push it with 'git lfs push --all'");
    }

    private static FetchException invalid(LargeFile file) {
        return new FetchException(
                Reason.SOURCE_INVALID, file.named() + ": the host does not answer as the batch API of Git LFS says");
    }
}
