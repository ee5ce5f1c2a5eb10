package io.keelstream.standalone.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.KeelstreamCommand;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.standalone.state.InstallationKeys;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SealCommandTests {

    private static final String SECRET = """
        apiVersion: v1
        kind: Secret
        metadata: {name: login}
        data: {token: dG9rZW4=}
        stringData: {password: open sesame}
        """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String text, String... options) throws Exception {
        Files.writeString(folder.resolve("secret.yaml"), text);
        CommandLine line = KeelstreamCommand.commandLine(new SealCommand());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String[] all = new String[options.length + 2];
        all[0] = "seal";
        all[1] = folder.resolve("secret.yaml").toString();
        System.arraycopy(options, 0, all, 2, options.length);
        return line.execute(all);
    }

    @Test
    void secretIsSealedForTheKeysOfTheStateFolder() throws Exception {
        // Given
        InstallationKeys keys = InstallationKeys.at(folder.resolve(InstallationKeys.FILE));

        // When
        int code = run(SECRET, "--namespace", "shop", "--state", folder.toString());

        // Then
        assertThat(code).as(err.toString()).isZero();
        Manifest sealed = new Manifest(Manifest.map(
                new YamlReader().documents(out.toString()).orThrow().getFirst().value()));
        assertThat(out.toString()).doesNotContain("sesame", "dG9rZW4");
        Manifest opened = new SecretUnsealer(keys.sealing().identity()).unseal(sealed);
        assertThat(opened.at("stringData", "password")).isEqualTo("open sesame");
        assertThat(opened.at("data", "token")).isEqualTo("dG9rZW4=");
        assertThat(opened.namespace()).isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                --recipient=age1x | --recipient is not an age public key
                --state=nowhere   | there are no keys in the state folder nowhere
                --recipient=age1df45yqty85c0n70yz7yp6ad5a8sr8kxtkaj4rxc9hthqypd6msaq40vlzx | names no namespace
                """)
    void wrongUseIsNamed(String option, String named) throws Exception {
        assertThat(run(SECRET, option)).isEqualTo(2);
        assertThat(err.toString()).contains(named).doesNotContain("sesame");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                kind: Secret          | kind: ConfigMap        | not a Secret of v1
                apiVersion: v1        | apiVersion: v2         | not a Secret of v1
                stringData: {         | stringData: {a: 1,     | stringData.a is not text; quote it
                kind: Secret          | kind: [                | secret.yaml:
                """)
    void wrongFileIsNamedWithItsPlace(String written, String instead, String named) throws Exception {
        int code = run(
                SECRET.replace(written, instead),
                "--namespace=shop",
                "--recipient=age1df45yqty85c0n70yz7yp6ad5a8sr8kxtkaj4rxc9hthqypd6msaq40vlzx");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(named).doesNotContain("sesame");
        assertThat(out.toString()).isEmpty();
    }
}
