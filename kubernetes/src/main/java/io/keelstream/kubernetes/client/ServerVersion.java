package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a cluster for the version of Kubernetes that it runs. Stateless. */
public final class ServerVersion {

    private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+\\.\\d+).*");

    private ServerVersion() {}

    /**
     * The version as charts compare it, e.g. {@code 1.36.3}: what a provider hangs on it ({@code -gke.100}) would make it a
     * pre-release, which no range of a chart includes.
     *
     * @param timeout for the one attempt
     * @return empty when no version was answered in time
     * @throws IllegalArgumentException naming the file, when the settings do not lead to a server
     */
    public static Optional<String> of(ClusterSettings settings, Duration timeout) {
        ClusterConnection connection = ClusterConnection.open(settings);
        try (Exchange exchange = new Exchange(connection, new Pulse(connection, timeout))) {
            long start = System.nanoTime();
            ApiResult<ApiAnswer> result = exchange.send(
                    ApiRequest.version(),
                    null,
                    () -> System.nanoTime() - start < timeout.toNanos() ? null : ApiErrors.permanent("late"));
            return result instanceof ApiResult.Ok<ApiAnswer>(ApiAnswer answer) && answer.code() == 200
                    ? read(Json.readObject(answer.body()).get("gitVersion") instanceof String text ? text : "")
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Optional<String> read(String gitVersion) {
        Matcher matcher = VERSION.matcher(gitVersion);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
