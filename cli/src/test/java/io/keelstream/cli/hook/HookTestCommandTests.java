package io.keelstream.cli.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.keelstream.cli.KeelstreamCommand;
import io.keelstream.gitwatcher.webhook.Outcome;
import io.keelstream.gitwatcher.webhook.Provider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HookTestCommandTests {

    private static final String SECRET = "0123456789abcdef";

    @TempDir
    Path folder;

    private HttpServer server;
    private Outcome answer = Outcome.ACCEPTED;
    private boolean ours = true;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        Files.writeString(folder.resolve("secret"), SECRET + "\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            for (Provider each : Provider.values()) {
                if (each.proof().holds(exchange.getRequestHeaders()::getFirst, body, SECRET)) {
                    seen.add(each.label() + " " + exchange.getRequestURI() + " "
                            + new String(body, StandardCharsets.UTF_8));
                }
            }
            if (ours) {
                exchange.getResponseHeaders().set(Outcome.HEADER, answer.label());
            }
            byte[] text = (answer.text() + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource
    void pushIsSignedAsTheProviderSignsIt(Provider provider) {
        assertThat(run("infra", "--provider=" + provider.label(), "--ref=release"))
                .isEqualTo("0 infra refs/heads/release: 202 accepted: the ref is looked at\n");
        assertThat(seen)
                .anySatisfy(each -> assertThat(each)
                        .startsWith(provider.label() + " /hooks/infra {")
                        .contains("release"));
    }

    @Test
    void refusalIsPrintedAndEndsWithOne() {
        answer = Outcome.FORGED;
        assertThat(run("infra", "--provider=github"))
                .startsWith("1 infra refs/heads/main: 401 the signature or token is");
        answer = Outcome.IGNORED;
        assertThat(run("infra", "--provider=github", "--ref=refs/tags/v1", "--output=json"))
                .isEqualTo(
                        "1 {\"status\":202,\"outcome\":\"ignored\",\"message\":\"" + Outcome.IGNORED.text() + "\"}\n");
    }

    @Test
    void answerOfSomethingElseIsNamed() {
        ours = false;
        assertThat(run("infra", "--provider=github")).startsWith("1 ").contains("not as git-watcher does");
    }

    @Test
    void wrongProviderAddressAndSecretAreWrongUse() {
        assertThat(run("infra", "--provider=github.com")).startsWith("2 ").contains("github, gitlab, gitea");
        assertThat(run("in fra", "--provider=github")).startsWith("2 ").contains("is not an address");
        assertThat(run("infra", "--provider=github", "--secret-file=" + folder.resolve("none")))
                .startsWith("2 ")
                .contains("is not a readable file");
    }

    @Test
    void nothingThatAnswersEndsWithThree() {
        server.stop(0);
        assertThat(run("infra", "--provider=github")).startsWith("3 ").contains("nothing answers at http://127.0.0.1:");
    }

    private String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("hook", "test"));
        all.addAll(List.of(arguments));
        all.add("--url=http://127.0.0.1:" + server.getAddress().getPort() + "/");
        if (all.stream().noneMatch(each -> each.startsWith("--secret-file"))) {
            all.add("--secret-file=" + folder.resolve("secret"));
        }
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        int code = KeelstreamCommand.commandLine().setOut(out).setErr(out).execute(all.toArray(String[]::new));
        out.flush();
        return code + " " + text;
    }
}
