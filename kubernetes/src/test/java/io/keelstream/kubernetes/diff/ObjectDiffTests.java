package io.keelstream.kubernetes.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.diff.FieldChange.Kind;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
import io.keelstream.kubernetes.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is reported as a change, what is not, and what is never shown. */
class ObjectDiffTests {

    private final Masking masking = new Masking("key".getBytes(StandardCharsets.UTF_8));

    private static Manifest object(String json) {
        return new Manifest(Json.readObject(json.replace('\'', '"')));
    }

    private static Manifest deployment(String container) {
        return object("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d'},"
                + "'spec':{'template':{'spec':{'containers':[" + container + "]}}}}");
    }

    private List<FieldChange> diff(Manifest before, Manifest after) {
        Schema schema = BuiltInSchemas.instance().findOrDeduced(after.apiVersion(), after.kind());
        return ObjectDiff.of(schema, before, after, masking);
    }

    @Test
    void itemsOfListsAreNamedByTheirKey() {
        assertThat(diff(deployment("{'name':'a','image':'x:1'}"), deployment("{'name':'a','image':'x:2'}")))
                .containsExactly(
                        new FieldChange("/spec/template/spec/containers/name=a/image", Kind.CHANGED, "x:1", "x:2"));
    }

    @Test
    void newSubtreeIsOneChange() {
        // When
        List<FieldChange> changes =
                diff(deployment("{'name':'a'}"), deployment("{'name':'a'},{'name':'b','image':'y'}"));
        // Then
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.path()).isEqualTo("/spec/template/spec/containers/name=b");
            assertThat(change.kind()).isEqualTo(Kind.ADDED);
        });
    }

    @Test
    void anotherOrderOfTheSameItemsIsReported() {
        assertThat(diff(deployment("{'name':'a'},{'name':'b'}"), deployment("{'name':'b'},{'name':'a'}")))
                .containsExactly(new FieldChange(
                        "/spec/template/spec/containers",
                        Kind.REORDERED,
                        List.of("name=a", "name=b"),
                        List.of("name=b", "name=a")));
    }

    @Test
    void quantitiesOfOneSizeAreEqual() {
        assertThat(
                        diff(
                                deployment(
                                        "{'name':'a','resources':{'limits':{'cpu':'0.1','memory':'1Gi'},'requests':{'cpu':1}}}"),
                                deployment(
                                        "{'name':'a','resources':{'limits':{'cpu':'100m','memory':'1024Mi'},'requests':{'cpu':'1'}}}")))
                .isEmpty();
    }

    @Test
    void bookkeepingOfTheServerIsNoChange() {
        assertThat(
                        diff(
                                object(
                                        "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c','uid':'1','resourceVersion':'1',"
                                                + "'managedFields':[],'generation':1,'labels':{}},'status':{'a':1}}"),
                                object(
                                        "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c','resourceVersion':'2'},'data':null}")))
                .isEmpty();
    }

    @Test
    void emptyStructSaysSomething() {
        assertThat(diff(deployment("{'name':'a'}"), deployment("{'name':'a','securityContext':{}}")))
                .hasSize(1);
    }

    @Test
    void secretsAreMaskedEquallyWhenEqual() {
        // Given
        Manifest before =
                object("{'apiVersion':'v1','kind':'Secret','metadata':{'name':'s'},'data':{'a':'MQ==','b':'Mg=='}}");
        Manifest after = object(
                "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'s'},'data':{'b':'MQ=='},'stringData':{'a':'1'}}");
        // When
        List<FieldChange> changes = diff(before, after);
        // Then
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.path()).isEqualTo("/data/b");
            assertThat(change.before()).asString().startsWith("masked:").isNotEqualTo(change.after());
            assertThat(change.after()).isEqualTo(masking.mask("MQ=="));
        });
    }

    @Test
    void variablesWithSecretNamesAndLastAppliedAnnotationsAreMasked() {
        // When
        List<FieldChange> changes = diff(
                deployment("{'name':'a'}"),
                deployment(
                        "{'name':'a','env':[{'name':'DB_PASSWORD','value':'hunter2'},{'name':'MODE','value':'x'}]}"));
        // Then
        assertThat(changes.toString()).doesNotContain("hunter2").contains("masked:", "value=x");
        assertThat(diff(
                                object("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c'}}"),
                                object("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c','annotations':"
                                        + "{'kubectl.kubernetes.io/last-applied-configuration':'hunter2'}},"
                                        + "'data':{'api-key':'hunter2'}}"))
                        .toString())
                .doesNotContain("hunter2");
    }

    @Test
    void listsWithoutKeysAreComparedByPositionOrAsAWhole() {
        assertThat(diff(deployment("{'name':'a','args':['x']}"), deployment("{'name':'a','args':['x','y']}")))
                .extracting(FieldChange::path)
                .containsExactly("/spec/template/spec/containers/name=a/args");
        assertThat(diff(
                        object("{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{'name':'i'},"
                                + "'spec':{'rules':[{'host':'a'},{'host':'b'}]}}"),
                        object("{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{'name':'i'},"
                                + "'spec':{'rules':[{'host':'a'},{'host':'c'}]}}")))
                .extracting(FieldChange::path)
                .containsExactly("/spec/rules/1/host");
    }
}
