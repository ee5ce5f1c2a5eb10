package io.keelstream.gitwatcher.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a helper may write. */
class HelperAnswerTests {

    @Test
    void tokenOfAnExecCredentialIsRead() {
        assertThat(HelperAnswer.read("""
                {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
                 "status": {"token": "hunter2", "expirationTimestamp": "2026-01-31T18:00:00+02:00"}}
                """)).isEqualTo(new Issued("", "hunter2", Instant.parse("2026-01-31T16:00:00Z")));
    }

    @Test
    void userAndPasswordWithoutAStatusAreRead() {
        assertThat(HelperAnswer.read("{\"username\": \"x-access-token\", \"password\": \"hunter2\"}"))
                .isEqualTo(new Issued("x-access-token", "hunter2", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hunter2                                                          | something else than one JSON object
            ["hunter2"]                                                      | something else than one JSON object
            {"status": {"token": "hunter2", "expirationTimestamp": "soon"}}  | 'expirationTimestamp' that is not a time
            {"status": {"token": "", "expirationTimestamp": null}}           | neither 'token' nor 'username' and 'password'
            {"status": {"username": "hunter2"}}                              | neither 'token' nor 'username' and 'password'
            {"status": {"clientCertificateData": "hunter2"}}                 | a certificate, which is not supported
            {"status": "hunter2"}                                            | neither 'token' nor 'username' and 'password'
            """)
    void anythingElseIsNamedWithoutWhatItSays(String answer, String message) {
        assertThatThrownBy(() -> HelperAnswer.read(answer))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void nothingIssuedIsShown() {
        assertThat(new Issued("ada", "hunter2", Instant.EPOCH).toString()).doesNotContain("hunter2");
    }
}
