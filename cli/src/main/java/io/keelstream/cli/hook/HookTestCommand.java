package io.keelstream.cli.hook;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.gitwatcher.webhook.Outcome;
import io.keelstream.gitwatcher.webhook.Provider;
import io.keelstream.kubernetes.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a webhook as the Git host of a repository would. */
@Command(
        name = "test",
        description =
                "Sends git-watcher the webhook of a push, signed as the repository's host signs it. git-watcher looks at "
                        + "the ref then, and nothing else happens.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:accepted: the ref is looked at",
            "1:refused, or the ref is not watched",
            "2:wrong use",
            "3:nothing answers at the address"
        },
        mixinStandardHelpOptions = true)
public final class HookTestCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "REPOSITORY", description = "Name of the repository in the installation.")
    private String repository = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where webhooks are received, without /hooks (default: ${DEFAULT-VALUE}).",
            defaultValue = "http://127.0.0.1:8082")
    private String url = "";

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            required = true,
            description = "The webhook's provider, e.g. github.")
    private String provider = "";

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            required = true,
            description = "File with the webhook's secret; a line feed at its end does not count.")
    private Path secret = Path.of("");

    @Option(
            names = "--ref",
            paramLabel = "REF",
            description = "The ref that was pushed; a short name is a branch (default: ${DEFAULT-VALUE}).",
            defaultValue = "main")
    private String ref = "";

    @Override
    public Integer call() {
        String full = ref.startsWith("refs/") ? ref : "refs/heads/" + ref;
        HttpResponse<String> answer = send(request(full));
        Optional<String> outcome = answer.headers().firstValue(Outcome.HEADER);
        if (outcome.isEmpty()) {
            throw CommandFailure.no(url + " answers " + answer.statusCode()
                    + ", but not as git-watcher does: check the address, and what is between");
        }
        boolean accepted = outcome.get().equals(Outcome.ACCEPTED.label());
        spec.commandLine().getOut().println(output.json() ? json(answer, outcome.get()) : text(answer, full));
        return accepted ? 0 : 1;
    }

    private static String json(HttpResponse<String> answer, String outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", answer.statusCode());
        fields.put("outcome", outcome);
        fields.put("message", answer.body().strip());
        return Json.writeText(fields);
    }

    private String text(HttpResponse<String> answer, String full) {
        return repository + " " + full + ": " + answer.statusCode() + " "
                + answer.body().strip();
    }

    private HttpRequest request(String full) {
        Provider known = Provider.of(provider)
                .orElseThrow(() ->
                        CommandFailure.wrongUse("--provider is '" + provider + "'; allowed: " + Provider.labels()));
        byte[] body = Json.write(known.sample(full));
        try {
            return HttpRequest.newBuilder(URI.create(url.replaceFirst("/+$", "") + "/hooks/" + repository))
                    .timeout(LIMIT)
                    .header("Content-Type", "application/json")
                    .header(known.proof().header(), known.proof().of(body, secret()))
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse("--url '" + url + "' with the repository '" + repository
                    + "' is not an address, or the secret cannot be sent in a header");
        }
    }

    private String secret() {
        try {
            return Files.readString(secret).stripTrailing();
        } catch (IOException e) {
            throw CommandFailure.wrongUse("--secret-file " + secret + " is not a readable file");
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw CommandFailure.unreachable(
                    "nothing answers at " + url
                            + ": is it the address of git-watcher's webhooks (keelstream.webhooks), and does a repository have one?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unreachable("interrupted");
        }
    }
}
