package io.keelstream.gitwatcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures and payloads as the hosts document them. */
class ProviderTests {

    /** The vectors of GitHub's "Validating webhook deliveries" and Bitbucket's "Secure webhooks". */
    private static final String DOCUMENTED_SECRET = "It's a Secret to Everybody";

    @ParameterizedTest
    @CsvSource({
        "GITHUB, 'Hello, World!', sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "BITBUCKET, 'Hello World!', sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9",
        "BITBUCKET_SERVER, 'Hello World!', sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9",
    })
    void documentedSignatureHolds(Provider provider, String body, String signature) {
        assertThat(proves(provider, signature, body, DOCUMENTED_SECRET)).isTrue();
        assertThat(proves(provider, signature, body + " ", DOCUMENTED_SECRET)).isFalse();
        assertThat(proves(provider, signature, body, DOCUMENTED_SECRET + ".")).isFalse();
        assertThat(proves(provider, signature.replace("sha256=", "sha1="), body, DOCUMENTED_SECRET))
                .isFalse();
    }

    @Test
    void giteaAndForgejoSendTheDigitsAlone() {
        String digits = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        assertThat(proves(Provider.GITEA, digits, "Hello, World!", DOCUMENTED_SECRET))
                .isTrue();
        assertThat(proves(Provider.FORGEJO, digits, "Hello, World!", DOCUMENTED_SECRET))
                .isTrue();
        assertThat(Provider.GITEA.proof().header()).isEqualTo("X-Gitea-Signature");
        assertThat(Provider.FORGEJO.proof().header()).isEqualTo("X-Forgejo-Signature");
    }

    @Test
    void gitlabSendsTheSecretItself() {
        assertThat(proves(Provider.GITLAB, "a-secret-of-gitlab", "{}", "a-secret-of-gitlab"))
                .isTrue();
        assertThat(proves(Provider.GITLAB, "a-secret-of-gitla", "{}", "a-secret-of-gitlab"))
                .isFalse();
    }

    @Test
    void azureDevOpsSendsItAsThePasswordOfAnyUser() {
        String header = "Basic "
                + Base64.getEncoder().encodeToString("anyone:the:secret:0123".getBytes(StandardCharsets.UTF_8));
        assertThat(proves(Provider.AZURE_DEVOPS, header, "{}", "the:secret:0123"))
                .isTrue();
        assertThat(proves(Provider.AZURE_DEVOPS, header, "{}", "the-secret-0124"))
                .isFalse();
        assertThat(proves(Provider.AZURE_DEVOPS, "Basic !", "{}", "the:secret:0123"))
                .isFalse();
        assertThat(proves(Provider.AZURE_DEVOPS, "Bearer the:secret:0123", "{}", "the:secret:0123"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void deliveryWithoutProofIsForged(Provider provider) {
        assertThat(provider.proof().holds(_ -> null, new byte[0], "0123456789abcdef"))
                .isFalse();
        assertThat(provider.proof().holds(_ -> "", new byte[0], "0123456789abcdef"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void samplePayloadNamesItsRefAndProvesItself(Provider provider) {
        for (String ref : List.of("refs/heads/main", "refs/tags/v1", "refs/heads/feature/a")) {
            byte[] body = Json.write(provider.sample(ref));
            assertThat(provider.refs(Json.read(body))).containsExactly(ref);
            assertThat(provider.proof()
                            .holds(_ -> provider.proof().of(body, "0123456789abcdef"), body, "0123456789abcdef"))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource
    void refsOfADocumentedPayloadAreFound(Provider provider, String payload, Set<String> refs) {
        assertThat(provider.refs(Json.read(payload))).isEqualTo(refs);
    }

    static List<Arguments> refsOfADocumentedPayloadAreFound() {
        return List.of(
                Arguments.of(Provider.GITHUB, """
                        {"ref":"refs/tags/simple-tag","before":"6113728f27ae82c7b1a177c8d03f9e96e0adf246",
                         "after":"0000000000000000000000000000000000000000","created":false,"deleted":true,"forced":false,
                         "base_ref":null,"commits":[],"head_commit":null,"repository":{"id":186853002,"name":"Hello-World"}}
                        """, Set.of("refs/tags/simple-tag")),
                Arguments.of(
                        Provider.GITHUB,
                        "{\"zen\":\"Keep it logically awesome.\",\"hook_id\":1,\"hook\":{}}",
                        Set.of()),
                Arguments.of(Provider.GITLAB, """
                        {"object_kind":"push","event_name":"push","before":"95790bf891e76fee5e1747ab589903a6a1f80f22",
                         "after":"da1560886d4f094c3e6c9ef40349f7d38b5d27d7","ref":"refs/heads/master","ref_protected":true,
                         "project":{"id":15,"name":"Diaspora"},"commits":[],"total_commits_count":4}
                        """, Set.of("refs/heads/master")),
                Arguments.of(Provider.GITEA, """
                        {"ref":"refs/heads/develop","before":"28e1879d029cb852e4844d9c718537df08844e03",
                         "after":"bffeb74224043ba2feb48d137756c8a9331c449a","commits":[],"repository":{"id":140}}
                        """, Set.of("refs/heads/develop")),
                Arguments.of(Provider.BITBUCKET, """
                        {"push":{"changes":[
                          {"new":{"type":"branch","name":"main","target":{"hash":"709d658d"}},"old":{"type":"branch","name":"main"}},
                          {"new":null,"old":{"type":"branch","name":"gone"},"closed":true},
                          {"new":{"type":"tag","name":"v1.0"},"old":null,"created":true}]},"actor":{},"repository":{}}
                        """, Set.of("refs/heads/main", "refs/heads/gone", "refs/tags/v1.0")),
                Arguments.of(Provider.BITBUCKET_SERVER, """
                        {"eventKey":"repo:refs_changed","date":"2017-09-19T09:45:32+1000","actor":{"name":"admin"},
                         "repository":{"slug":"repository"},
                         "changes":[{"ref":{"id":"refs/heads/master","displayId":"master","type":"BRANCH"},
                           "refId":"refs/heads/master","fromHash":"ecddabb624f6f5ba43816f5926e580a5f680a932",
                           "toHash":"178864a7d521b6f5e720b386b2c2b0ef8563e0dc","type":"UPDATE"}]}
                        """, Set.of("refs/heads/master")),
                Arguments.of(Provider.AZURE_DEVOPS, """
                        {"id":"03c164c2-8912-4d5e-8009-3707d5f83734","eventType":"git.push","publisherId":"tfs",
                         "resource":{"commits":[],"refUpdates":[{"name":"refs/heads/master",
                           "oldObjectId":"aad331d8d3b131fa9ae03cf5e53965b51942618a",
                           "newObjectId":"33b55f7cb7e7e245323987634f960cf4a6e6bc74"}]}}
                        """, Set.of("refs/heads/master")),
                Arguments.of(
                        Provider.GENERIC,
                        "{\"refs\":[\"refs/heads/a\",\"refs/heads/b\",7]}",
                        Set.of("refs/heads/a", "refs/heads/b")),
                Arguments.of(
                        Provider.BITBUCKET, "{\"push\":[{\"changes\":\"*\"}],\"ref\":\"refs/heads/a\"}", Set.of()));
    }

    private static boolean proves(Provider provider, String header, String body, String secret) {
        return provider.proof()
                .holds(
                        name -> name.equals(provider.proof().header()) ? header : null,
                        body.getBytes(StandardCharsets.UTF_8),
                        secret);
    }
}
