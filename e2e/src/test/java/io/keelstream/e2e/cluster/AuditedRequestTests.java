package io.keelstream.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.kubernetes.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AnyCluster
@Essential
class AuditedRequestTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get    | core | configmaps  |        | /api/v1/x                     | get configmaps",
                "patch  | apps | deployments |        | /apis/x?fieldManager=a        | patch apps/deployments",
                "patch  | apps | deployments |        | /apis/x?force=true            | apply apps/deployments",
                "patch  | apps | deployments | status | /apis/x?dryRun=All&force=false | apply apps/deployments/status"
                        + " dry-run",
                "delete | core | pods        |        | /api/v1/x                     | delete pods",
            })
    void requestIsNamedByVerbResourceAndDryRun(
            String verb, String group, String resource, String subresource, String uri, String name) {
        String event =
                """
                {"stage": "ResponseComplete", "verb": "%s", "requestURI": "%s", "user": {"username": "admin"},
                 "objectRef": {"apiGroup": "%s", "resource": "%s", "subresource": "%s"}}\
                """.formatted(verb, uri, group.replace("core", ""), resource, subresource == null ? "" : subresource);

        assertThat(AuditedRequest.read(Json.readObject(event)).map(AuditedRequest::name))
                .contains(name);
    }

    @Test
    void watchCountsOnceAndWhenItStarts() {
        assertThat(watch("ResponseStarted")).isPresent();
        assertThat(watch("ResponseComplete")).isEmpty();
    }

    @Test
    void discoveryIsNoRequestForObjects() {
        String event = """
            {"stage": "ResponseComplete", "verb": "get", "requestURI": "/apis", "user": {"username": "admin"}}\
            """;

        assertThat(AuditedRequest.read(Json.readObject(event))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "admin, true",
        "system:serviceaccount:shop:deployer, true",
        "system:serviceaccount:kube-system:job-controller, false",
        "system:kube-scheduler, false",
        "kwok, false",
        "control-plane, false"
    })
    void onlyTheControlPlaneItselfIsNoClient(String user, boolean client) {
        assertThat(new AuditedRequest(user, "get", "pods", false).isFromClient())
                .isEqualTo(client);
    }

    private static Optional<AuditedRequest> watch(String stage) {
        return AuditedRequest.read(Json.readObject("""
            {"stage": "%s", "verb": "watch", "requestURI": "/api/v1/pods", "user": {"username": "admin"},
             "objectRef": {"resource": "pods"}}\
            """.formatted(stage)));
    }
}
